package io.stoker.allocation;

import org.jspecify.annotations.Nullable;

/**
 * Executors of an attempt that ended badly.
 *
 * @param executor id of the last one
 * @param node name of the node of the last one
 * @param code exit code of the last one; null when unknown
 */
record BadExits(
    long fence,
    int count,
    int executor,
    String node,
    @Nullable Integer code,
    @Nullable String message) {
  String sentence() {
    return "%d executors ended badly. The last one, executor %d on %s, %s%s. Its logs say more."
        .formatted(
            count,
            executor,
            node,
            code == null ? "left no exit code" : "exited with code " + code,
            message == null ? "" : ": " + message);
  }
}
