package examples;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Tasks that start together or not at all, and tell each other who they are: a barrier stage, as
 * distributed training has it. Arguments: how many tasks, where each writes the line "task: all".
 */
public final class Together {
  private Together() {}

  public static void main(String[] args) {
    int tasks = Integer.parseInt(args[0]);
    ClassTag<String> strings = ClassTag$.MODULE$.apply(String.class);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("together"))) {
      List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
      JavaRDD<Integer> rdd = spark.parallelize(numbers, tasks);
      new JavaRDD<>(rdd.rdd().barrier().mapPartitions(new Meet(), false, strings), strings)
          .saveAsTextFile(args[1]);
    }
  }

  private static final class Meet extends AbstractFunction1<Iterator<Integer>, Iterator<String>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<String> apply(Iterator<Integer> numbers) {
      BarrierTaskContext context = BarrierTaskContext.get();
      String number = Integer.toString(context.partitionId());
      return Iterator$.MODULE$.single(number + ": " + String.join(" ", context.allGather(number)));
    }
  }
}
