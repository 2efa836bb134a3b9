package io.stoker.spark.jar;

import io.stoker.contract.driver.JarProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.program.ProgramResult;
import org.apache.spark.SparkConf;

/** Executes a program in Java or Scala from its main class to its commit. */
public final class JarRun {
  private final JarProgram program;
  private final ClassLoader classes;
  private final ProgramResult result;

  /**
   * @param classes loads the user's classes
   */
  public JarRun(DriverSession session, JarProgram program, ClassLoader classes, SparkConf conf) {
    this.program = program;
    this.classes = classes;
    this.result = new ProgramResult(session, conf);
  }

  /** Returns when the result is committed. */
  public void execute() {
    UserCode code = new UserCode(program, classes);
    UserMain main = UserMain.find(program, code);
    ExitWatch exits = ExitWatch.begin(code);
    try {
      main.call(program.arguments());
    } finally {
      exits.end();
    }
    result.publish();
  }
}
