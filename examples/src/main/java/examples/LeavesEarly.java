package examples;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Ends its JVM in the middle of its work, as no program should: nothing of it becomes a result.
 * Arguments: where to write, and the exit code.
 */
public final class LeavesEarly {
  private LeavesEarly() {}

  public static void main(String[] args) {
    JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("leaves early"));
    spark.parallelize(List.of("half", "of", "it"), 1).saveAsTextFile(args[0] + "first");
    System.exit(Integer.parseInt(args[1]));
  }
}
