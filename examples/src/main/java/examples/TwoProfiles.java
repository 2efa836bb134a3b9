package examples;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import scala.Tuple2;

/**
 * Stage-level scheduling: counts in small executors, and what comes behind the shuffle in others.
 * Arguments: {@code executors} for larger ones (dynamic allocation only) or {@code tasks} for tasks
 * of two cores on those that there are; cores of a larger executor; where to write a line for each
 * of its tasks, "key, count, cores of the task, MiB of its JVM's heap".
 */
public final class TwoProfiles {
  private static final int TASKS = 4;

  private TwoProfiles() {}

  public static void main(String[] args) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("profiles"))) {
      ResourceProfile profile = args[0].equals("tasks") ? tasks() : executors(args[1]);
      List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
      JavaRDD<String> counts =
          spark
              .parallelize(numbers, TASKS)
              .mapToPair(
                  number -> {
                    Thread.sleep(20);
                    return new Tuple2<>(number % 2, 1);
                  })
              .reduceByKey(Integer::sum, 2)
              .map(TwoProfiles::line);
      counts.withResources(profile).saveAsTextFile(args[2]);
    }
  }

  private static ResourceProfile tasks() {
    return new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(2)).build();
  }

  private static ResourceProfile executors(String cores) {
    return new ResourceProfileBuilder()
        .require(
            new ExecutorResourceRequests()
                .cores(Integer.parseInt(cores))
                .memory("700m")
                .memoryOverhead("256m"))
        .require(new TaskResourceRequests().cpus(2))
        .build();
  }

  private static String line(Tuple2<Integer, Integer> count) throws InterruptedException {
    Thread.sleep(4_000);
    int cpus = TaskContext.get().cpus();
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    return count._1() + "," + count._2() + "," + cpus + "," + heap;
  }
}
