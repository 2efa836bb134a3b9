package io.stoker.node.cgroup;

/** What becomes of a driver or executor that holds more memory than it owns. */
public enum MemoryLevel {
  /** The kernel ends it at its limit, by cgroups of version 2; the service looks as well. */
  CGROUP_V2,

  /** The same by cgroups of version 1. */
  CGROUP_V1,

  /** The service looks every few seconds, and ends it. */
  WATCHED,

  /** Nothing. */
  NONE
}
