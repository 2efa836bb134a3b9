package io.stoker.spark;

import io.stoker.contract.driver.JarProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.jar.JarRun;
import java.io.IOException;
import org.apache.spark.SparkConf;

/**
 * Driver program of JAR jobs; its argument is the file of a {@link JarProgram}. The user's classes
 * are in the class loader that Spark's submit has made of the job's jars.
 */
public final class JarMain {
  private JarMain() {}

  public static void main(String[] args) throws IOException {
    DriverSession session = DriverSession.required();
    JarProgram program = ProgramMain.read(args[0], JarProgram.class);
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    if (!run(session, program, classes, new SparkConf())) {
      throw new ProgramExit(1);
    }
  }

  static boolean run(
      DriverSession session, JarProgram program, ClassLoader classes, SparkConf conf) {
    return ProgramMain.run(session, () -> new JarRun(session, program, classes, conf).execute());
  }
}
