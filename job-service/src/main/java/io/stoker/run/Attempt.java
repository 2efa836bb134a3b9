package io.stoker.run;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One driver's try at a step of a run.
 *
 * @param fence unique and growing; every write of the attempt carries it
 * @param number in its run's step, from 1
 * @param outputDirectory URI of its private directory for result files, ends with /
 * @param driverUrl where its executors connect; null until the driver has said so
 * @param otherSpark the Spark of its driver, for people, when nothing of the platform runs in that;
 *     else null
 * @param demand the executors that it wants; null until the driver has said so
 * @param executorsVersion grows with each change of its executors
 * @param executorsWaiting why executors that it wants are not placed; null when all are
 * @param nextExecutorId the id that its next executor gets
 * @param progress the latest picture of its tasks; null until the driver has sent one
 * @param foreignExecutors those that another master than Stoker has started
 * @param driverStartedAt when its process was seen running
 * @param readyAt when its SparkContext was ready
 */
public record Attempt(
    long fence,
    UUID runId,
    String step,
    int number,
    AttemptState state,
    @Nullable Reason reason,
    UUID nodeId,
    String outputDirectory,
    @Nullable String driverUrl,
    @Nullable String otherSpark,
    @Nullable Demand demand,
    long executorsVersion,
    @Nullable Reason executorsWaiting,
    int nextExecutorId,
    @Nullable Progress progress,
    List<ForeignExecutor> foreignExecutors,
    Instant createdAt,
    @Nullable Instant driverStartedAt,
    @Nullable Instant readyAt,
    @Nullable Instant firstExecutorAt,
    @Nullable Instant committingAt,
    @Nullable Instant finishedAt) {

  /** Whether its driver's word counts, or counted until it had committed. */
  boolean isUnfenced() {
    return !state.isTerminal() || state == AttemptState.COMMITTED;
  }

  /** The name that Spark has for it. */
  public String applicationId() {
    return runId + "-" + fence;
  }

  /** Topic on which the end of the attempt and each change of its executors is signalled. */
  public static String topic(long fence) {
    return "attempt:" + fence;
  }
}
