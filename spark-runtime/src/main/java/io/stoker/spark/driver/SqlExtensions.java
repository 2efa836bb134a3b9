package io.stoker.spark.driver;

import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils$;

/**
 * The classes that extend Spark's SQL. Spark goes on without one that it does not find, and what a
 * program then does to its tables is another thing than what it was written for.
 */
public final class SqlExtensions {
  private static final String SETTING = "spark.sql.extensions";

  private SqlExtensions() {}

  /** Throws a {@link JobFailure} that names the first that is not there. */
  public static void require(SparkConf conf) {
    Stream.of(conf.get(SETTING, "").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(SqlExtensions::find);
  }

  private static void find(String name) {
    try {
      var unused = Utils$.MODULE$.classForName(name, false, false);
    } catch (Exception | LinkageError e) {
      throw JobFailure.permanent(
          "SPARK_CONF_INVALID",
          "The setting %s names the class %s, which is not in the program's jars or cannot be loaded. Correct the setting, or add what has the class to application.jars or application.packages."
              .formatted(SETTING, name),
          e);
    }
  }
}
