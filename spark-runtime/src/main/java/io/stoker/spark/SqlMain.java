package io.stoker.spark;

import io.stoker.contract.driver.SqlProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.FailureReport;
import io.stoker.spark.driver.SparkEnd;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.Json;
import io.stoker.spark.sql.SqlRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Driver program of SQL jobs; its argument is the file of a {@link SqlProgram}. */
public final class SqlMain {
  private static final Logger LOG = LoggerFactory.getLogger(SqlMain.class);

  private SqlMain() {}

  public static void main(String[] args) throws IOException, SparkUserAppException {
    DriverSession session = DriverSession.required();
    SqlProgram program = Json.read(Files.readString(Path.of(args[0])), SqlProgram.class);
    if (!run(session, program, new SparkConf())) {
      throw new SparkUserAppException(1, null);
    }
  }

  /** Says whether the program's result was committed; if not, the platform knows why. */
  static boolean run(DriverSession session, SqlProgram program, SparkConf conf) {
    try {
      new SqlRun(session, program, conf).execute();
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
