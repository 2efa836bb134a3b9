package io.stoker.run;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list shows; newest first.
 *
 * @param jobId of one job; null for all
 * @param jobName of one or, after deletions, several jobs; null for all
 * @param queue that runs were submitted to; null for all
 * @param states to show; empty for all
 * @param before shows runs that are older than this one; null starts at the newest
 */
public record RunFilter(
    @Nullable UUID jobId,
    @Nullable String jobName,
    @Nullable String queue,
    Set<RunState> states,
    @Nullable UUID before) {
  public RunFilter {
    states = Set.copyOf(states);
  }
}
