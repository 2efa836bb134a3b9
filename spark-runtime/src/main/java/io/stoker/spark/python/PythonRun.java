package io.stoker.spark.python;

import io.stoker.contract.driver.PythonProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.program.ProgramResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.deploy.PythonRunner;

/**
 * Executes a program in Python from its first line to its commit. Spark's own runner starts the
 * interpreter, whose pyspark calls this JVM over py4j.
 */
public final class PythonRun {
  private static final int FAILED = 1;

  private final DriverSession session;
  private final PythonProgram program;
  private final Path file;
  private final SparkConf conf;
  private int exitCode;

  /**
   * Nothing runs yet.
   *
   * @param file that the interpreter runs
   */
  public PythonRun(DriverSession session, PythonProgram program, Path file, SparkConf conf) {
    this.session = session;
    this.program = program;
    this.file = file;
    this.conf = conf;
  }

  /** Returns when the result is committed. */
  public void execute() {
    Interpreters.endWithThisJvm();
    run();
    new ProgramResult(session, conf).publish();
  }

  /** What the driver is to end with when its program has failed: the interpreter's own code. */
  public int exitCode() {
    return exitCode == 0 ? FAILED : exitCode;
  }

  private void run() {
    PythonErrors errors = new PythonErrors(program, file);
    ProgramOutput output = ProgramOutput.begin();
    try {
      call(arguments());
    } catch (SparkUserAppException e) {
      output.end();
      exitCode = e.exitCode();
      // what this JVM threw at the program, which knows it as an error of Java only
      session.guard().checkAgain();
      throw errors.ofExit(exitCode, output.lastWords());
    } catch (IOException e) {
      throw errors.ofStart(e);
    } finally {
      output.end();
    }
  }

  /** Scala throws these without saying so. */
  private static void call(String[] arguments) throws SparkUserAppException, IOException {
    PythonRunner.main(arguments);
  }

  private String[] arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(file.toUri().toString());
    // as Spark's submit has made them readable for Python
    arguments.add(conf.get("spark.submit.pyFiles", ""));
    arguments.addAll(program.arguments());
    return arguments.toArray(String[]::new);
  }
}
