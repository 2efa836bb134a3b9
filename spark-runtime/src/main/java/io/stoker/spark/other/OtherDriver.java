package io.stoker.spark.other;

import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.program.ProgramResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program in a JVM with another Spark's submit, from its start to its commit. */
public final class OtherDriver {
  private static final Logger LOG = LoggerFactory.getLogger(OtherDriver.class);

  /** By what this JVM speaks for its attempt; the other one has nothing to say. */
  private static final List<String> OURS = List.of("STOKER_URL", "STOKER_ATTEMPT_TOKEN");

  /** Of the five that a node gives by default; the event log is moved in the rest. */
  private static final long LAST_SECONDS = 3;

  private final DriverSession session;
  private final SparkConf conf;
  private final List<String> command;
  private final OtherEventLog log;
  private volatile int exitCode;

  public OtherDriver(DriverSession session, SparkConf conf, List<String> command) {
    this.session = session;
    this.conf = conf;
    this.command = command;
    this.log = new OtherEventLog(session.attempt(), conf);
  }

  /** Starts it and returns when it has ended. */
  public void await() {
    log.prepare();
    try {
      Process process = start();
      Thread end = new Thread(() -> endWithThisJvm(process), "stoker-other-spark-end");
      Runtime.getRuntime().addShutdownHook(end);
      Thread announcement = session.announceMeanwhile(conf.get("spark.master"));
      exitCode = process.waitFor();
      // what follows may be the last that the platform takes
      announcement.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FencedException("This driver is being ended.");
    } catch (IOException e) {
      throw new JobFailure(
          "DRIVER_ERROR", "Spark's submit could not be started: " + e.getMessage(), true, e);
    }
    log.publish();
  }

  /** Its own; once it has ended. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether the node sees better than this JVM what its exit code means. */
  public boolean isNodesToExplain() {
    return SubmitExit.isNodesToExplain(exitCode);
  }

  /** Publishes what it has written, or says why it failed. */
  public void conclude() {
    if (exitCode != 0) {
      throw SubmitExit.failure(
          exitCode, conf.get("spark.stoker.otherSpark"), Path.of(conf.get("spark.stoker.stderr")));
    }
    new ProgramResult(session, conf).publish();
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().keySet().removeAll(OURS);
    return builder.start();
  }

  /** Nothing of an attempt goes on without who watches it; what it logged is kept. */
  private void endWithThisJvm(Process process) {
    try {
      process.destroy();
      if (!process.waitFor(LAST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      log.publish();
    } catch (InterruptedException e) {
      LOG.warn("The end of the program's JVM was not waited for");
    }
  }
}
