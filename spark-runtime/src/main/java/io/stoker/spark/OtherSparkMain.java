package io.stoker.spark;

import io.stoker.spark.driver.DriverExit;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.other.OtherDriver;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * Stands in for the driver of a Spark that knows nothing of the platform; its arguments are the
 * file of the attempt's settings and the command of that driver, with whose exit code it ends.
 */
public final class OtherSparkMain {
  private OtherSparkMain() {}

  public static void main(String[] args) {
    SparkConf assigned = StokerSubmit.settings(args[0]);
    DriverSession session = DriverSession.open(assigned, System.getenv(), DriverExit.selfStop());
    List<String> command = List.of(args).subList(1, args.length);
    DriverExit.exit(run(session, new OtherDriver(session, assigned, command)));
  }

  static int run(DriverSession session, OtherDriver driver) {
    if (!ProgramMain.run(session, driver::await)) {
      return 1;
    }
    int code = driver.exitCode();
    boolean concluded = driver.isNodesToExplain() || ProgramMain.run(session, driver::conclude);
    return concluded || code != 0 ? code : 1;
  }
}
