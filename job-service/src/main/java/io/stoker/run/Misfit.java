package io.stoker.run;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.util.List;

/**
 * Why none of the nodes that have joined could ever hold a run.
 *
 * @param code DOES_NOT_FIT or NO_NODE_WITH_LABEL
 * @param message with the arithmetic or the labels, and what to do
 * @param fields of the job's definition that no node meets
 */
public record Misfit(ErrorCode code, String message, List<Violation> fields) {
  StokerException refusal() {
    return new StokerException(code, message, fields);
  }
}
