package io.stoker.cluster;

/** Whether a node may get work. */
public enum NodeState {
  READY,
  DRAINING,
  DRAINED,
  /** It has not reported for a while; its processes may well be alive. */
  UNREACHABLE,
  /** Gone for good; its credential is worth nothing. */
  REMOVED
}
