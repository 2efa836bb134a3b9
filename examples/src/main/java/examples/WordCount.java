package examples;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Counts words with RDDs. Arguments: what to read, where to write lines of word and count. */
public final class WordCount {
  private WordCount() {}

  public static void main(String[] args) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("word count"))) {
      JavaRDD<String> lines = spark.textFile(args[0]);
      lines
          .flatMap(line -> Arrays.asList(line.toLowerCase(Locale.ROOT).split("\\W+")).iterator())
          .filter(word -> !word.isEmpty())
          .mapToPair(word -> new Tuple2<>(word, 1L))
          .reduceByKey(Long::sum)
          .sortByKey()
          .map(count -> count._1() + "\t" + count._2())
          .saveAsTextFile(args[1]);
    }
  }
}
