package io.stoker.allocation;

import io.stoker.cluster.NodeState;
import io.stoker.cluster.ProcessNeed;
import java.util.UUID;

/** One node and what is free on it while a pass goes on. */
final class Room {
  private final UUID nodeId;
  private final String name;
  private final String host;
  private final NodeState state;
  private final boolean storageShared;
  private final SparkRuntime runtime;
  private long coresMilli;
  private long memoryBytes;

  Room(
      UUID nodeId,
      String name,
      String host,
      NodeState state,
      boolean storageShared,
      SparkRuntime runtime,
      long coresMilli,
      long memoryBytes) {
    this.nodeId = nodeId;
    this.name = name;
    this.host = host;
    this.state = state;
    this.storageShared = storageShared;
    this.runtime = runtime;
    this.coresMilli = coresMilli;
    this.memoryBytes = memoryBytes;
  }

  UUID nodeId() {
    return nodeId;
  }

  String name() {
    return name;
  }

  String host() {
    return host;
  }

  NodeState state() {
    return state;
  }

  boolean isStorageShared() {
    return storageShared;
  }

  SparkRuntime runtime() {
    return runtime;
  }

  long coresMilli() {
    return coresMilli;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  boolean isOpen() {
    return state == NodeState.READY && storageShared;
  }

  boolean fits(ProcessNeed need) {
    return need.coresMilli() <= coresMilli && need.memoryBytes() <= memoryBytes;
  }

  void take(ProcessNeed need) {
    coresMilli -= need.coresMilli();
    memoryBytes -= need.memoryBytes();
  }

  void giveBack(ProcessNeed need) {
    coresMilli += need.coresMilli();
    memoryBytes += need.memoryBytes();
  }
}
