package io.stoker.spark;

import io.stoker.contract.driver.SqlProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.sql.SqlRun;
import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;

/** Driver program of SQL jobs; its argument is the file of a {@link SqlProgram}. */
public final class SqlMain {
  private SqlMain() {}

  public static void main(String[] args) throws IOException, SparkUserAppException {
    DriverSession session = DriverSession.required();
    if (!run(session, ProgramMain.read(args[0], SqlProgram.class), new SparkConf())) {
      throw new SparkUserAppException(1, null);
    }
  }

  static boolean run(DriverSession session, SqlProgram program, SparkConf conf) {
    return ProgramMain.run(session, () -> new SqlRun(session, program, conf).execute());
  }
}
