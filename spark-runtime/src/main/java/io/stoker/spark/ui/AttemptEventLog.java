package io.stoker.spark.ui;

import io.stoker.spark.platform.Attempt;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
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

  /** A storage that hangs holds a start up for so long. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Whatever the program sets for a log of its own: by these the platform finds this one. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.eventLog.rolling.enabled", "true",
          "spark.eventLog.compress", "true",
          "spark.eventLog.compression.codec", "zstd",
          "spark.eventLog.logStageExecutorMetrics", "true");

  private AttemptEventLog(String application, URI directory, SparkConf conf, Configuration hadoop) {
    super(application, Option.empty(), directory, conf, hadoop);
    this.application = application;
  }

  /** Before Spark's listener bus starts: what is posted until then is written too. */
  public static void begin(SparkContext context, Attempt attempt) {
    String directory = context.conf().get(SETTING, "");
    if (directory.isEmpty()) {
      return;
    }
    SparkConf conf = context.conf().clone();
    SETTINGS.forEach(conf::set);
    String application = attempt.runId() + "-" + attempt.fence();
    FutureTask<AttemptEventLog> opening =
        new FutureTask<>(() -> open(application, directory, conf, context.hadoopConfiguration()));
    Thread thread = new Thread(opening, "stoker-event-log");
    thread.setDaemon(true);
    thread.start();
    try {
      context.listenerBus().addToEventLogQueue(opening.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      LOG.warn("There will be no event log in {}: {}", directory, String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      LOG.warn("There will be no event log in {}, which does not answer", directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AttemptEventLog open(
      String application, String directory, SparkConf conf, Configuration hadoop)
      throws IOException {
    URI uri = URI.create(directory);
    Path path = new Path(uri); // of the text it would decode nothing
    FileSystem.get(path.toUri(), hadoop).mkdirs(path);
    AttemptEventLog log = new AttemptEventLog(application, uri, conf, hadoop);
    log.start();
    return log;
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
