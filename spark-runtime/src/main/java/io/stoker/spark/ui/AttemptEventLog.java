package io.stoker.spark.ui;

import io.stoker.spark.platform.Attempt;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Spark's event log under the attempt's id, whatever id another master gives the application.
 * Unlike with Spark's own switch, a log that cannot be written costs no run, nor does a program's
 * second SparkContext, which has none.
 */
public final class AttemptEventLog extends EventLoggingListener {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptEventLog.class);
  private static final String SETTING = "spark.stoker.eventLogDirectory";

  private final String application;

  private AttemptEventLog(
      String application, URI directory, SparkContext context, Configuration hadoop) {
    super(application, Option.empty(), directory, context.conf(), hadoop);
    this.application = application;
  }

  /** Before Spark's listener bus starts: what is posted until then is written too. */
  public static void begin(SparkContext context, Attempt attempt) {
    String directory = context.conf().get(SETTING, "");
    if (directory.isEmpty()) {
      return;
    }
    try {
      Configuration hadoop = context.hadoopConfiguration();
      Path path = new Path(directory);
      FileSystem.get(path.toUri(), hadoop).mkdirs(path);
      String application = attempt.runId() + "-" + attempt.fence();
      AttemptEventLog log =
          new AttemptEventLog(application, URI.create(directory), context, hadoop);
      log.start();
      context.listenerBus().addToEventLogQueue(log);
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("There will be no event log in {}: {}", directory, e.toString());
    }
  }

  @Override
  public void onApplicationStart(SparkListenerApplicationStart event) {
    super.onApplicationStart(
        new SparkListenerApplicationStart(
            event.appName(),
            Option.apply(application),
            event.time(),
            event.sparkUser(),
            Option.empty(),
            event.driverLogs(),
            event.driverAttributes()));
  }

  /** The last event that matters; a plugin hears of no later moment. */
  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    super.onApplicationEnd(event);
    stop();
  }
}
