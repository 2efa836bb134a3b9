package io.stoker.spark;

import io.stoker.contract.driver.JarProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.FailureReport;
import io.stoker.spark.driver.SparkEnd;
import io.stoker.spark.jar.JarRun;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Driver program of JAR jobs; its argument is the file of a {@link JarProgram}. The user's classes
 * are in the class loader that Spark's submit has made of the job's jars.
 */
public final class JarMain {
  private static final Logger LOG = LoggerFactory.getLogger(JarMain.class);

  private JarMain() {}

  public static void main(String[] args) throws IOException, SparkUserAppException {
    DriverSession session = DriverSession.required();
    JarProgram program = Json.read(Files.readString(Path.of(args[0])), JarProgram.class);
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    if (!run(session, program, classes, new SparkConf())) {
      throw new SparkUserAppException(1, null);
    }
  }

  /** Says whether the program's result was committed; if not, the platform knows why. */
  static boolean run(
      DriverSession session, JarProgram program, ClassLoader classes, SparkConf conf) {
    try {
      new JarRun(session, program, classes, conf).execute();
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
