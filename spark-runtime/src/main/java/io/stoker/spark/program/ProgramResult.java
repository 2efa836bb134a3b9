package io.stoker.spark.program;

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
 * The result of a program that has ended well: what lies in the attempt's directory once Spark has
 * ended too. A program that wrote nothing there has an empty one.
 */
public final class ProgramResult {
  private final DriverSession session;
  private final SparkConf conf;

  public ProgramResult(DriverSession session, SparkConf conf) {
    this.session = session;
    this.conf = conf;
  }

  /** Returns when the result is committed. */
  public void publish() {
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
