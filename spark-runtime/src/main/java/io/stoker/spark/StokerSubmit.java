package io.stoker.spark;

import io.stoker.spark.driver.DriverExit;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.FailureReport;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.Masters;
import io.stoker.spark.driver.PackageResolution;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.apache.spark.util.Utils$;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Entry point of every driver: Spark's own submit, with a {@code stoker://} master too.
 *
 * <p>Spark's submit accepts a closed list of masters. In the place of ours it is shown one of them
 * while it prepares the program, and the real one is put into the settings that it prepared.
 */
public final class StokerSubmit extends SparkSubmit {
  private static final String SECRET = "spark.authenticate.secret";
  private static final String PROPERTIES_FILE = "--properties-file";

  private final SparkConf assigned;

  private StokerSubmit(SparkConf assigned) {
    this.assigned = assigned;
  }

  public static void main(String[] args) {
    String secret = System.getenv("_SPARK_AUTH_SECRET");
    if (secret != null) {
      // Read from here by the driver's security manager; a command line would show it to everyone.
      System.setProperty(SECRET, secret);
    }
    DriverExit.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      SparkConf assigned = assigned(args);
      requireModules(assigned);
      new StokerSubmit(assigned).doSubmit(args);
      return 0;
    } catch (ProgramExit e) {
      return e.code();
    } catch (Throwable e) {
      // Scala throws it undeclared.
      if (e instanceof SparkUserAppException program) {
        return program.exitCode();
      }
      LoggerFactory.getLogger(StokerSubmit.class).error("The program failed", e);
      return 1;
    }
  }

  /** Tells the platform of what Spark's submit would only print. */
  private static void requireModules(SparkConf assigned) {
    try {
      Masters.requireModules(assigned, System.getenv());
    } catch (JobFailure e) {
      tell(assigned, e);
      throw new ProgramExit(1);
    }
  }

  private static void tell(SparkConf assigned, JobFailure failure) {
    FailureReport.send(
        DriverSession.open(assigned, System.getenv(), DriverExit.selfStop()), failure);
  }

  private static SparkConf assigned(String[] args) {
    int file = List.of(args).indexOf(PROPERTIES_FILE) + 1;
    return settings(args[file]);
  }

  /** The settings in a file that a node wrote. */
  static SparkConf settings(String file) {
    SparkConf assigned = new SparkConf();
    CollectionConverters.asJava(Utils$.MODULE$.getPropertiesFromFile(file)).forEach(assigned::set);
    return assigned;
  }

  @Override
  public Tuple4<Seq<String>, Seq<String>, SparkConf, String> prepareSubmitEnvironment(
      SparkSubmitArguments args, Option<Configuration> hadoop) {
    String master = args.master();
    boolean ours = Masters.isStoker(master);
    if (ours) {
      args.maybeMaster_$eq(Option.apply("spark://stands-in:1"));
    }
    var prepared = resolved(args, hadoop);
    if (ours) {
      args.maybeMaster_$eq(Option.apply(master));
      prepared._3().set("spark.master", master);
    }
    DriverSession.open(prepared._3(), System.getenv(), DriverExit.selfStop());
    return prepared;
  }

  /** Spark's submit also fetches the program's packages. */
  private Tuple4<Seq<String>, Seq<String>, SparkConf, String> resolved(
      SparkSubmitArguments args, Option<Configuration> hadoop) {
    try (PackageResolution packages = PackageResolution.begin(assigned, this::giveUp)) {
      try {
        return super.prepareSubmitEnvironment(args, hadoop);
      } catch (RuntimeException e) {
        throw packages.explained(e);
      }
    } catch (JobFailure e) {
      tell(assigned, e);
      throw e;
    }
  }

  private void giveUp(JobFailure failure) {
    tell(assigned, failure);
    DriverExit.exit(1);
  }
}
