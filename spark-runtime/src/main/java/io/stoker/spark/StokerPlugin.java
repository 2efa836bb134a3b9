package io.stoker.spark;

import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.Masters;
import io.stoker.spark.driver.SqlExtensions;
import io.stoker.spark.driver.StandaloneMaster;
import io.stoker.spark.ui.AttemptEventLog;
import io.stoker.spark.ui.UiPortFile;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Guards the driver's settings, listens to its progress and shows it, whatever the master. */
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
    private @Nullable String otherMaster;

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      DriverSession session = DriverSession.required();
      session.guard().check(context.conf());
      context.addSparkListener(session.listener());
      context.addSparkListener(session.memoryListener());
      AttemptEventLog.begin(context, session.attempt());
      UiPortFile.write(context);
      String master = context.master();
      try {
        SqlExtensions.require(context.conf());
        boolean authenticates = context.conf().getBoolean("spark.authenticate", false);
        StandaloneMaster.requireAnswer(master, authenticates, context.env().rpcEnv());
      } catch (JobFailure e) {
        throw session.guard().remember(e);
      }
      otherMaster = Masters.isStoker(master) ? null : master;
      return Map.of();
    }

    /** Spark is ready. Where executors are ours, the one who asks for them says so. */
    @Override
    public void registerMetrics(String applicationId, PluginContext plugin) {
      String master = otherMaster;
      if (master != null) {
        DriverSession.required().announceMeanwhile(master);
      }
    }
  }
}
