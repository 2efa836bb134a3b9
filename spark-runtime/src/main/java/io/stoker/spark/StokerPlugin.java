package io.stoker.spark;

import io.stoker.spark.driver.DriverSession;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Guards the driver's settings and listens to its progress, whatever master the job has. */
public final class StokerPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  /** Nothing of ours runs in executors. */
  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }

  /** Initialised before Spark makes its scheduler, so that a wrong master never gets one. */
  private static final class Driver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      DriverSession session = DriverSession.required();
      session.guard().check(context.conf());
      context.addSparkListener(session.listener());
      context.addSparkListener(session.memoryListener());
      return Map.of();
    }
  }
}
