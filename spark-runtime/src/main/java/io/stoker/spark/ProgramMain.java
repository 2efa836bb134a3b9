package io.stoker.spark;

import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.FailureReport;
import io.stoker.spark.driver.SparkEnd;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the main classes of all kinds of programs do. */
final class ProgramMain {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramMain.class);

  private ProgramMain() {}

  static <P> P read(String file, Class<P> type) throws IOException {
    return Json.read(Files.readString(Path.of(file)), type);
  }

  /** Says whether the program's result was committed; if not, the platform knows why. */
  static boolean run(DriverSession session, Runnable program) {
    try {
      program.run();
      return true;
    } catch (FencedException e) {
      LOG.error("Nothing was committed: {}", e.getMessage());
    } catch (Throwable e) {
      FailureReport.send(session, e);
    } finally {
      SparkEnd.stop();
    }
    return false;
  }
}
