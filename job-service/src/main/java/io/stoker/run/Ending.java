package io.stoker.run;

import java.time.Duration;

/**
 * The order to end a run before it is done.
 *
 * @param state that the run ends in
 * @param meanwhile code of its reason until then
 * @param reason why it ends
 */
record Ending(RunState state, String meanwhile, Reason reason) {

  static Ending cancelled(String by) {
    return new Ending(
        RunState.CANCELLED,
        Reason.CANCELLING,
        new Reason(Reason.CANCELLED, "Cancelled by " + by + "."));
  }

  static Ending timedOut(Duration timeout) {
    return new Ending(
        RunState.TIMED_OUT,
        Reason.TIMING_OUT,
        new Reason(
            Reason.TIMED_OUT,
            "It took longer than the job's timeout of %s, counted from its first attempt in time in which the platform was up. Give it more cores or a longer timeout."
                .formatted(timeout)));
  }
}
