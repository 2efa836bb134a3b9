package io.stoker.node.process;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a process is to end, kept on disk before the first signal, so that a restarted service goes
 * on with it and knows that the end was ordered.
 *
 * @param why a sentence for a person, without its full stop
 * @param cause what the platform is told of such an end; absent in an older service's notes
 */
record StopOrder(String why, long graceMillis, Outcome.@Nullable Cause cause) {
  StopOrder {
    cause = Objects.requireNonNullElse(cause, Outcome.Cause.STOPPED);
  }

  StopOrder(String why, long graceMillis) {
    this(why, graceMillis, Outcome.Cause.STOPPED);
  }

  /** At once: what it holds, others are short of. */
  static StopOrder memoryLimit(String why) {
    return new StopOrder(why, 0, Outcome.Cause.MEMORY_LIMIT);
  }

  Outcome.Cause causeOfEnd() {
    return Objects.requireNonNull(cause);
  }
}
