package io.stoker.spark.cluster;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import org.apache.spark.scheduler.ExecutorExited;
import org.apache.spark.scheduler.ExecutorLossReason;
import org.apache.spark.scheduler.ExecutorProcessLost;
import scala.Option;

/** How the platform's word on an executor's end reads to Spark. */
final class LossReasons {
  private LossReasons() {}

  static ExecutorLossReason of(Executor executor) {
    if (executor.nodeLost()) {
      // Naming the host makes Spark recompute what that host's shuffle files held.
      return new ExecutorProcessLost(
          text(executor), Option.apply(executor.host()), executor.causedByApp());
    }
    Integer code = executor.exitCode();
    if (code == null) {
      return new ExecutorProcessLost(text(executor), Option.empty(), executor.causedByApp());
    }
    return new ExecutorExited(code, executor.causedByApp(), text(executor));
  }

  /** The connection is gone and the platform has said nothing: nobody's fault as far as known. */
  static ExecutorLossReason unheard() {
    return new ExecutorProcessLost(
        "The connection to it broke and its node has not said why.", Option.empty(), false);
  }

  static String text(Executor executor) {
    String message = executor.message();
    if (message != null && !message.isBlank()) {
      return message;
    }
    return executor.exitCode() == null
        ? "It ended on " + executor.host() + "; its exit code is unknown."
        : "It ended on " + executor.host() + " with exit code " + executor.exitCode() + ".";
  }
}
