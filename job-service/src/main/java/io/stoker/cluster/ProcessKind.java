package io.stoker.cluster;

/** What a process is to its attempt; a history server belongs to none. */
public enum ProcessKind {
  DRIVER,
  EXECUTOR,
  HISTORY_SERVER
}
