package io.stoker.cluster;

/**
 * A process of an attempt of which something may still be on its node: the process itself, or its
 * directories.
 *
 * @param process {@code driver} or {@code executor-N}
 * @param node name of its node
 * @param nodeSilent whether that node has not reported for a while, or is removed
 */
public record Remnant(String process, String node, AssignmentState state, boolean nodeSilent) {

  /** As {@code executor-2 on node-1 (RUNNING, its node cannot be reached)}. */
  public String inWords() {
    String rest = state == AssignmentState.EXITED ? ", its directory is not reported gone" : "";
    String silence = nodeSilent ? ", its node cannot be reached" : "";
    return "%s on %s (%s%s%s)".formatted(process, node, state, rest, silence);
  }
}
