package io.stoker.cluster;

/** What a process is to its attempt. */
public enum ProcessKind {
  DRIVER,
  EXECUTOR
}
