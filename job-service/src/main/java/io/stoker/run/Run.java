package io.stoker.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job's revision with its parameters.
 *
 * @param queue that it was submitted to, whatever its job names now
 * @param parameters that took effect, defaults included
 * @param sparkConf settings that took effect, the platform's included
 * @param attempts made so far
 * @param timeout of uptime from its first attempt to its end; null for no limit
 * @param lastEvent number of its newest event
 * @param scheduled what made it; null when a user did
 * @param startedAt when its first attempt got a node
 */
public record Run(
    UUID id,
    UUID jobId,
    String jobName,
    int revision,
    String queue,
    RunState state,
    @Nullable Reason reason,
    Map<String, Argument> parameters,
    Map<String, String> sparkConf,
    int attempts,
    int maxAttempts,
    @Nullable Duration timeout,
    int lastEvent,
    String createdBy,
    @Nullable ScheduledFor scheduled,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** The same with another reason. */
  Run with(Reason why) {
    return new Run(
        id,
        jobId,
        jobName,
        revision,
        queue,
        state,
        why,
        parameters,
        sparkConf,
        attempts,
        maxAttempts,
        timeout,
        lastEvent,
        createdBy,
        scheduled,
        createdAt,
        startedAt,
        finishedAt);
  }

  /** Topic on which each of its events is signalled. */
  public static String topic(UUID run) {
    return "run:" + run;
  }
}
