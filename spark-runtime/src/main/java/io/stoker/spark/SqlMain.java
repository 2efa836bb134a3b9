package io.stoker.spark;

import io.stoker.contract.driver.SqlProgram;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.sql.SqlRun;
import java.io.IOException;
import org.apache.spark.SparkConf;

/** Driver program of SQL jobs; its argument is the file of a {@link SqlProgram}. */
public final class SqlMain {
  private SqlMain() {}

  public static void main(String[] args) throws IOException {
    DriverSession session = DriverSession.required();
    if (!run(session, ProgramMain.read(args[0], SqlProgram.class), new SparkConf())) {
      throw new ProgramExit(1);
    }
  }

  static boolean run(DriverSession session, SqlProgram program, SparkConf conf) {
    return ProgramMain.run(session, () -> new SqlRun(session, program, conf).execute());
  }
}
