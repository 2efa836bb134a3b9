package io.stoker.cluster;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of one process.
 *
 * @param state never WANTED or LOST
 * @param exit set when the state is EXITED
 * @param memory null while the node has not looked
 */
public record ReportedProcess(
    UUID assignmentId,
    AssignmentState state,
    @Nullable Long pid,
    @Nullable ProcessExit exit,
    @Nullable Memory memory) {

  /** Resident memory of the process, as the kernel counts it. */
  public record Memory(long rssBytes, long peakRssBytes) {}
}
