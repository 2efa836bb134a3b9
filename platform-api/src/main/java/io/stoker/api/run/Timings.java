package io.stoker.api.run;

import io.stoker.contract.run.RunTimings;
import io.stoker.run.Attempt;
import io.stoker.run.AttemptState;
import io.stoker.run.Run;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The length of a run's phases, from the database's own times. */
final class Timings {
  private Timings() {}

  static RunTimings of(Run run, @Nullable Attempt attempt) {
    Duration total = between(run.createdAt(), run.finishedAt());
    if (attempt == null) {
      return new RunTimings(null, null, null, null, null, null, total);
    }
    boolean committed = attempt.state() == AttemptState.COMMITTED;
    return new RunTimings(
        between(run.createdAt(), attempt.createdAt()),
        between(attempt.createdAt(), attempt.driverStartedAt()),
        between(attempt.driverStartedAt(), attempt.readyAt()),
        between(attempt.readyAt(), attempt.firstExecutorAt()),
        between(attempt.firstExecutorAt(), attempt.committingAt()),
        committed ? between(attempt.committingAt(), attempt.finishedAt()) : null,
        total);
  }

  /** Null unless both have happened. */
  private static @Nullable Duration between(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : Duration.between(from, to);
  }
}
