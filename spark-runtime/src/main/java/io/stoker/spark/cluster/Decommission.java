package io.stoker.spark.cluster;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import java.util.List;
import java.util.Objects;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import scala.Option;
import scala.Tuple2;

/** Executors to let go, in Spark's words. */
final class Decommission {
  private Decommission() {}

  /** No host is named: its files are not lost, they are handed on. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // Java cannot make an array of a generic type
  static Tuple2<String, ExecutorDecommissionInfo>[] of(List<Executor> executors) {
    Tuple2[] infos = new Tuple2[executors.size()];
    for (int i = 0; i < infos.length; i++) {
      Executor executor = executors.get(i);
      String why = Objects.requireNonNullElse(executor.decommission(), "");
      infos[i] =
          new Tuple2<>(
              Integer.toString(executor.id()), new ExecutorDecommissionInfo(why, Option.empty()));
    }
    return infos;
  }
}
