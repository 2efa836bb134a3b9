package io.stoker.schedule;

import io.stoker.run.Reason;
import io.stoker.run.ScheduledRuns;
import org.jspecify.annotations.Nullable;

/** What is to become of a nominal time. */
sealed interface Verdict {

  /**
   * It gets a run.
   *
   * @param behind the earlier run of its schedule that is not over; null when there is none
   */
  record Run(ScheduledRuns.@Nullable Open behind) implements Verdict {}

  /** It gets none. */
  record Skip(Reason reason) implements Verdict {}

  /** It is decided over later, and so are all after it: there is no room for its run now. */
  record Hold() implements Verdict {}
}
