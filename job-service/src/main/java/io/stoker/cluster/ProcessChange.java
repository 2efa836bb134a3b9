package io.stoker.cluster;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has just been recorded of one assignment.
 *
 * @param from the state before; the same as {@code to} when only the order changed
 * @param exit set when {@code to} is terminal
 */
record ProcessChange(
    UUID nodeId,
    long fence,
    ProcessKind kind,
    AssignmentState from,
    AssignmentState to,
    @Nullable ProcessExit exit) {

  boolean hasStarted() {
    return from == AssignmentState.WANTED
        && (to == AssignmentState.STARTING || to == AssignmentState.RUNNING);
  }

  boolean hasEnded() {
    return to.isTerminal();
  }

  /** Whether its node must hear of it: an order, or an end after which it can forget it. */
  boolean mattersToNode() {
    return from == to || hasEnded();
  }
}
