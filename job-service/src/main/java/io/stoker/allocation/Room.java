package io.stoker.allocation;

import io.stoker.cluster.NodeFacts;
import io.stoker.cluster.NodePython;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.placement.Placement;
import io.stoker.placement.PythonNeed;
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
  private final NodePython python;
  private boolean resting;
  private boolean hopeful;
  private boolean dead;
  private long coresMilli;
  private long memoryBytes;
  private long historyBytes;
  private boolean historyEnds;

  Room(
      UUID nodeId,
      String name,
      String host,
      NodeState state,
      boolean storageShared,
      SparkRuntime runtime,
      Map<String, String> labels,
      NodePython python,
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
    this.python = python;
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

  /** It is asked what may ever be: one that looks for its interpreter may find one. */
  Room hoping() {
    hopeful = true;
    return this;
  }

  /**
   * Whether it has been silent for so long that nothing runs on it and nothing is awaited of it.
   */
  Room dead(boolean dead) {
    this.dead = dead;
    return this;
  }

  boolean isDead() {
    return dead;
  }

  /** So much of its memory is the history server's, who gives way to runs. */
  Room with(long historyBytes) {
    this.historyBytes = historyBytes;
    return this;
  }

  long historyBytes() {
    return historyBytes;
  }

  /** What of it is about to end. */
  void endHistory() {
    historyEnds = true;
  }

  /** Takes that for gone. */
  void withoutEndingHistory() {
    if (historyEnds) {
      giveBack(0, historyBytes);
    }
  }

  /** Whether it is a node that a process may go to, and its room is enough. */
  boolean fits(PlacementNeed need) {
    return admits(need) && fits(need.process());
  }

  boolean admits(PlacementNeed need) {
    return admits(need.placement());
  }

  /** Whether a process may go there, were there room. */
  boolean admits(Placement placement) {
    return placement.nodes().admits(labels) && hasPython(placement);
  }

  boolean hasLabels(PlacementNeed need) {
    return need.placement().nodes().admits(labels);
  }

  boolean hasPython(PlacementNeed need) {
    return hasPython(need.placement());
  }

  private boolean hasPython(Placement placement) {
    PythonNeed need = placement.python();
    return need == null
        || python.minor().filter(need::admits).isPresent()
        || (hopeful && python.state() == NodePython.State.PROBING);
  }

  String whyNoPython() {
    return python
        .minor()
        .map(minor -> "it has Python " + minor + ", and the driver another")
        .orElseGet(python::whyNot);
  }

  /** What executors need beside a driver that is here: the same Python. */
  PlacementNeed beside(PlacementNeed executor) {
    Placement placement = executor.placement();
    return placement.python() == null
        ? executor
        : new PlacementNeed(
            executor.process(),
            new Placement(
                placement.strategy(),
                placement.nodes(),
                new PythonNeed(python.minor().orElse(null))));
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
