package io.stoker.schedule;

import io.stoker.run.Reason;
import io.stoker.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a nominal time, or of several in a row that were skipped for one reason.
 *
 * @param first the nominal time
 * @param last the last one of several, else the same
 * @param times how many they are
 * @param run what it made; null when it was skipped
 * @param runState where that run is now
 * @param reason why it was skipped; beside a run, what is special about its time
 * @param decidedAt when this was decided
 */
public record Fire(
    Instant first,
    Instant last,
    long times,
    @Nullable UUID run,
    @Nullable RunState runState,
    @Nullable Reason reason,
    Instant decidedAt) {

  /** How long after the last of its times it was decided. */
  public Duration lateBy() {
    return Duration.between(last, decidedAt);
  }
}
