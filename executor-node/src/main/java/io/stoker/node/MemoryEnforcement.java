package io.stoker.node;

import io.stoker.node.cgroup.MemoryLevel;
import io.stoker.node.cgroup.MemoryLimits;
import java.nio.file.Path;

/** What a node is to do about processes that hold more memory than they own. */
enum MemoryEnforcement {
  /** {@link #CGROUP} where the machine allows it, else {@link #WATCHED}. */
  AUTO,

  /** The kernel limits them, or the node does not start. */
  CGROUP,

  /** Its service looks every few seconds, and ends them. */
  WATCHED,

  /** Nothing: sizes are only counted when processes are placed. */
  NONE;

  MemoryLimits limits(Path home) throws InterruptedException {
    return switch (this) {
      case AUTO -> MemoryLimits.ifPossible(home);
      case CGROUP -> MemoryLimits.required(home);
      case WATCHED -> MemoryLimits.without(MemoryLevel.WATCHED, home);
      case NONE -> MemoryLimits.without(MemoryLevel.NONE, home);
    };
  }
}
