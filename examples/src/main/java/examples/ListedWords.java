package examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Looks words up in a file that came with the job as {@code words.txt}, in the driver and in tasks.
 * Arguments: where to write those that are in it, then the words.
 */
public final class ListedWords {
  private static final String LIST = "words.txt";

  private ListedWords() {}

  public static void main(String[] args) throws Exception {
    List<String> words = List.of(args).subList(1, args.length);
    try (JavaSparkContext spark =
        new JavaSparkContext(new SparkConf().setAppName("listed words"))) {
      System.out.println("The list has " + list().size() + " words");
      spark.parallelize(words, 2).filter(word -> list().contains(word)).saveAsTextFile(args[0]);
    }
  }

  private static List<String> list() throws Exception {
    return Files.readAllLines(Path.of(SparkFiles.get(LIST)));
  }
}
