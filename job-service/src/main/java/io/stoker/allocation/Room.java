package io.stoker.allocation;

import io.stoker.cluster.NodeFacts;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One node and what is free on it while a pass goes on. */
final class Room {
  private final UUID nodeId;
  private final String name;
  private final String host;
  private final NodeState state;
  private final boolean storageShared;
  private final SparkRuntime runtime;
  private final Map<String, String> labels;
  private boolean resting;
  private long coresMilli;
  private long memoryBytes;

  Room(
      UUID nodeId,
      String name,
      String host,
      NodeState state,
      boolean storageShared,
      SparkRuntime runtime,
      Map<String, String> labels,
      boolean resting,
      long coresMilli,
      long memoryBytes) {
    this.nodeId = nodeId;
    this.name = name;
    this.host = host;
    this.state = state;
    this.storageShared = storageShared;
    this.runtime = runtime;
    this.labels = labels;
    this.resting = resting;
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

  Map<String, String> labels() {
    return labels;
  }

  /** Where it stands; null when it does not say. */
  @Nullable String rack() {
    return labels.get(NodeFacts.RACK);
  }

  long coresMilli() {
    return coresMilli;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  boolean isOpen() {
    return state == NodeState.READY && storageShared && !resting;
  }

  /** Whether it could not start what it got lately, and gets nothing for a while. */
  boolean isResting() {
    return resting;
  }

  /** There is no better one. */
  void rouse() {
    resting = false;
  }

  /** Whether its labels are those that a process must have, and its room is enough. */
  boolean fits(PlacementNeed need) {
    return admits(need) && fits(need.process());
  }

  boolean admits(PlacementNeed need) {
    return need.placement().nodes().admits(labels);
  }

  boolean fits(ProcessNeed need) {
    return need.coresMilli() <= coresMilli && need.memoryBytes() <= memoryBytes;
  }

  void take(ProcessNeed need) {
    coresMilli -= need.coresMilli();
    memoryBytes -= need.memoryBytes();
  }

  void giveBack(ProcessNeed need) {
    giveBack(need.coresMilli(), need.memoryBytes());
  }

  void giveBack(long cores, long memory) {
    coresMilli += cores;
    memoryBytes += memory;
  }
}
