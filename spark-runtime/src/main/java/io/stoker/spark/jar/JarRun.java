package io.stoker.spark.jar;

import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.run.Manifest;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.SparkEnd;
import io.stoker.spark.result.Manifests;
import io.stoker.spark.result.OutputListing;
import io.stoker.spark.result.ResultCommit;
import io.stoker.spark.result.WrittenFile;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.deploy.SparkHadoopUtil;
import scala.jdk.javaapi.OptionConverters;

/**
 * Executes a user's program from its main class to its commit.
 *
 * <p>The result is what lies in the attempt's directory when the program's main has returned and
 * Spark has ended; a program that wrote nothing there has an empty one.
 */
public final class JarRun {
  private final DriverSession session;
  private final JarProgram program;
  private final ClassLoader classes;
  private final SparkConf conf;

  /**
   * @param classes loads the user's classes
   */
  public JarRun(DriverSession session, JarProgram program, ClassLoader classes, SparkConf conf) {
    this.session = session;
    this.program = program;
    this.classes = classes;
    this.conf = conf;
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
    // a program may have caught what the guard threw, or have taken the guard away
    session.guard().checkAgain();
    OptionConverters.toJava(SparkContext$.MODULE$.getActive())
        .ifPresent(context -> session.guard().check(context.conf()));
    SparkEnd.stop();
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
    new ResultCommit(session, hadoop).publish(manifest(hadoop));
  }

  private Manifest manifest(Configuration hadoop) {
    String directory = session.attempt().outputDirectory();
    try {
      List<WrittenFile> files = OutputListing.of(directory, hadoop);
      return Manifests.listed(session.attempt(), files);
    } catch (IOException e) {
      throw new JobFailure(
          "DRIVER_ERROR",
          "What the program wrote into " + directory + " cannot be listed: " + e.getMessage(),
          true,
          e);
    }
  }
}
