package examples;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Counts over a shuffle, pauses until it has no executor any more, and counts over it again: with
 * dynamic allocation its executors are given back and others come, and what the first ones wrote is
 * still there. Arguments: seconds to wait at most, where to write the line "tasks before the
 * shuffle, first count, second count".
 */
public final class CountsTwice {
  private static final int TASKS = 6;

  private CountsTwice() {}

  public static void main(String[] args) throws InterruptedException {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("twice"))) {
      LongAccumulator tasks = spark.sc().longAccumulator("tasks before the shuffle");
      List<Integer> numbers = IntStream.range(0, TASKS).boxed().toList();
      JavaPairRDD<Integer, Integer> counts =
          spark
              .parallelize(numbers, TASKS)
              .mapToPair(
                  number -> {
                    tasks.add(1);
                    Thread.sleep(500);
                    return new Tuple2<>(number % 3, 1);
                  })
              .reduceByKey(Integer::sum, 3);
      long first = counts.count();
      awaitNoExecutor(spark, Integer.parseInt(args[0]));
      long second = counts.count();
      String line = tasks.value() + "," + first + "," + second;
      spark.parallelize(List.of(line), 1).saveAsTextFile(args[1]);
    }
  }

  /** The driver counts as one of those that hold blocks. */
  private static void awaitNoExecutor(JavaSparkContext spark, int seconds)
      throws InterruptedException {
    for (int i = 0; i < seconds * 10 && spark.sc().getExecutorMemoryStatus().size() > 1; i++) {
      Thread.sleep(100);
    }
  }
}
