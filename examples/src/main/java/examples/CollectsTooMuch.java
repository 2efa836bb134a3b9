package examples;

import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Fetches rows to the driver that should have been written: so many mebibytes as its argument says.
 * Whether it meets spark.driver.maxResultSize or the end of the driver's memory first is a matter
 * of the job's settings.
 */
public final class CollectsTooMuch {
  private static final int PARTITIONS = 64;
  private static final int MEBIBYTE = 1 << 20;
  private static final int ROW = 1024;

  private CollectsTooMuch() {}

  public static void main(String[] args) {
    int rows = Integer.parseInt(args[0]) * (MEBIBYTE / ROW);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("collect"))) {
      List<byte[]> collected =
          spark
              .parallelize(Collections.nCopies(PARTITIONS, rows / PARTITIONS), PARTITIONS)
              .flatMap(count -> Collections.nCopies(count, ROW).iterator())
              .map(size -> new byte[size])
              .collect();
      System.out.println("Collected " + collected.size() + " rows");
    }
  }
}
