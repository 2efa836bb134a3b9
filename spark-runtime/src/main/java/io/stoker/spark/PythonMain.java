package io.stoker.spark;

import io.stoker.contract.driver.PythonProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.python.PythonRun;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/**
 * Driver program of PYTHON jobs; its arguments are the file of a {@link PythonProgram} and the file
 * that the interpreter runs. It ends with the interpreter's exit code.
 */
public final class PythonMain {
  private PythonMain() {}

  public static void main(String[] args) throws IOException {
    PythonProgram program = ProgramMain.read(args[0], PythonProgram.class);
    int code = run(DriverSession.required(), program, Path.of(args[1]), new SparkConf());
    if (code != 0) {
      throw new ProgramExit(code);
    }
  }

  /** Says with which exit code the driver is to end: 0 when the result was committed. */
  static int run(DriverSession session, PythonProgram program, Path file, SparkConf conf) {
    PythonRun run = new PythonRun(session, program, file, conf);
    return ProgramMain.run(session, run::execute) ? 0 : run.exitCode();
  }
}
