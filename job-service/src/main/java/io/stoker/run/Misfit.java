package io.stoker.run;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.util.List;

/**
 * Why none of the nodes that have joined could ever hold a run, or why its queue never admits it.
 *
 * @param code DOES_NOT_FIT, NO_NODE_WITH_LABEL or NO_PYTHON
 * @param message with the arithmetic or the labels, and what to do
 * @param fields of the job's definition that no node meets
 * @param cure what is waited for
 */
public record Misfit(ErrorCode code, String message, List<Violation> fields, Cure cure) {

  /** What would let the run fit. */
  public enum Cure {
    NODE("no such node joins", "No such node has joined"),
    MAXIMUM("no greater maximum is set", "No greater maximum was set");

    private final String whileWaiting;
    private final String afterwards;

    Cure(String whileWaiting, String afterwards) {
      this.whileWaiting = whileWaiting;
      this.afterwards = afterwards;
    }
  }

  /** The message of a run that may still be cured. */
  public String waiting(int patienceTicks) {
    return "%s The run fails if %s within %d s."
        .formatted(message, cure.whileWaiting, patienceTicks);
  }

  /** The message of a run that was not. */
  public String failed(int patienceTicks) {
    return "%s %s within %d s.".formatted(message, cure.afterwards, patienceTicks);
  }

  StokerException refusal() {
    return new StokerException(code, message, fields);
  }
}
