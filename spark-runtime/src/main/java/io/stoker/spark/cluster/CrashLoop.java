package io.stoker.spark.cluster;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.ExecutorFailureTracker;
import org.apache.spark.util.SystemClock;

/**
 * Counts executors that died by themselves; Spark does not, and would have them replaced for ever.
 * One that the platform stopped did not, even if it never came as far as its driver.
 */
final class CrashLoop {
  private final ExecutorFailureTracker failures;
  private final int most;
  private int newestAtLastExit;

  CrashLoop(SparkConf conf) {
    failures = new ExecutorFailureTracker(conf, new SystemClock());
    most = ExecutorFailureTracker.maxNumExecutorFailures(conf);
  }

  /**
   * One that nobody let go ends with 0 when its program calls {@code System.exit(0)}, or after an
   * error of Spark's own: nothing against its tasks, but the next one may do the same.
   */
  private static boolean isItsOwnDoing(Executor executor) {
    return executor.causedByApp() || isExit(executor);
  }

  /**
   * Says why the run should end, when it should.
   *
   * @param everRegistered ids of executors that have come to their driver, ended ones too
   */
  Optional<String> count(Executor executor, Set<Integer> everRegistered) {
    boolean came = everRegistered.contains(executor.id());
    if (executor.nodeLost() || executor.stopped() || (came && !isItsOwnDoing(executor))) {
      return Optional.empty();
    }
    if (isExit(executor) && !isNewSinceLastExit(executor, everRegistered)) {
      return Optional.empty();
    }
    failures.registerExecutorFailure();
    int count = failures.numFailedExecutors();
    return count <= most
        ? Optional.empty()
        : Optional.of(
            "%d executors died, %d are allowed (spark.executor.maxNumFailures). The last one, executor %d: %s See its log."
                .formatted(count, most, executor.id(), why(executor)));
  }

  /**
   * A network that is cut ends all that were there, and each as if it had wanted to: that is one.
   * Who came afterwards, and ends the same way, is the next.
   */
  private boolean isNewSinceLastExit(Executor executor, Set<Integer> everRegistered) {
    if (executor.id() <= newestAtLastExit) {
      return false;
    }
    newestAtLastExit = everRegistered.stream().reduce(executor.id(), Math::max);
    return true;
  }

  private static String why(Executor executor) {
    return isExit(executor)
        ? "It ended with exit code 0, and nobody had let it go: a task called System.exit, or it lost its connection to the driver."
        : LossReasons.text(executor);
  }

  private static boolean isExit(Executor executor) {
    return executor.decommission() == null && Integer.valueOf(0).equals(executor.exitCode());
  }
}
