package io.stoker.node;

/** What a node does about processes that hold more memory than they own. */
enum MemoryEnforcement {
  /** Its service looks every few seconds, and ends them. */
  WATCHED,

  /** Nothing: sizes are only counted when processes are placed. */
  NONE
}
