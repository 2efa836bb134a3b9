package examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Caches numbers and counts them over a shuffle, waits for a file, and reads both again: whatever
 * became of its executors meanwhile, what they had computed need not be computed anew. Arguments:
 * the file, seconds to wait for it at most, where to write the line "numbers computed, tasks before
 * the shuffle, numbers, keys".
 */
public final class ReadsAgain {
  private static final int TASKS = 20;

  private ReadsAgain() {}

  public static void main(String[] args) throws InterruptedException {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("again"))) {
      LongAccumulator computed = spark.sc().longAccumulator("numbers computed");
      LongAccumulator tasks = spark.sc().longAccumulator("tasks before the shuffle");
      List<Integer> numbers = IntStream.range(0, TASKS).boxed().toList();
      JavaRDD<Integer> cached =
          spark
              .parallelize(numbers, TASKS)
              .map(
                  number -> {
                    computed.add(1);
                    Thread.sleep(500);
                    return number;
                  })
              .cache();
      JavaPairRDD<Integer, Integer> counts =
          cached
              .mapToPair(
                  number -> {
                    tasks.add(1);
                    return new Tuple2<>(number % 3, 1);
                  })
              .reduceByKey(Integer::sum, 3);
      counts.count();
      await(Path.of(args[0]), Integer.parseInt(args[1]));
      long again = cached.count();
      long keys = counts.count();
      String line = computed.value() + "," + tasks.value() + "," + again + "," + keys;
      spark.parallelize(List.of(line), 1).saveAsTextFile(args[2]);
    }
  }

  private static void await(Path file, int seconds) throws InterruptedException {
    for (int i = 0; i < seconds * 10 && Files.notExists(file); i++) {
      Thread.sleep(100);
    }
  }
}
