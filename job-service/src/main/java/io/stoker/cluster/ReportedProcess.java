package io.stoker.cluster;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of one process.
 *
 * @param state never WANTED or LOST
 * @param exit set when the state is EXITED
 */
public record ReportedProcess(
    UUID assignmentId, AssignmentState state, @Nullable Long pid, @Nullable ProcessExit exit) {}
