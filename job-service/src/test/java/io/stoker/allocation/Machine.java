package io.stoker.allocation;

import io.stoker.cluster.AssignedProcess;
import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ClusterSettings;
import io.stoker.cluster.FakeNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A machine of a random cluster, and who of it is heard. */
final class Machine {
  /** Who of a machine is heard. */
  enum Line {
    ALL,
    /** Its node's service is down, and the drivers on it go on speaking. */
    DRIVERS_ALONE,
    NOBODY
  }

  private final String name;
  private final long coresMilli;
  private final long memoryBytes;
  private final Map<String, String> labels;
  private final FakeNode node;
  private Line line = Line.ALL;
  private int silentTicks;
  private int boots;

  private Machine(
      String name, int cores, long memoryBytes, Map<String, String> labels, FakeNode node) {
    this.name = name;
    this.coresMilli = cores * 1000L;
    this.memoryBytes = memoryBytes;
    this.labels = labels;
    this.node = node;
  }

  static Machine join(
      ClusterBench bench, String name, int cores, long memoryBytes, Map<String, String> labels) {
    FakeNode node = bench.node(name, cores, memoryBytes, labels);
    return new Machine(name, cores, memoryBytes, labels, node);
  }

  FakeNode node() {
    return node;
  }

  UUID id() {
    return node.id();
  }

  Map<String, String> labels() {
    return labels;
  }

  boolean holds(long cores, long memory) {
    return cores <= coresMilli && memory <= memoryBytes;
  }

  boolean isHeard() {
    return line == Line.ALL;
  }

  boolean isAnyHeard() {
    return line != Line.NOBODY;
  }

  /** Whether it has been silent for so long that it must have stopped everything. */
  boolean isGivenUp() {
    return !isHeard() && silentTicks > ClusterSettings.DEFAULTS.lostAfterTicks();
  }

  /** What runs there, whatever the platform knows of it. */
  List<AssignedProcess> living() {
    return node.living();
  }

  /** Does what the platform wants, if it hears it. */
  void work() {
    if (isHeard()) {
      node.work();
    }
  }

  /** Tells what has changed, if it is heard. */
  void tell() {
    if (isHeard()) {
      node.report();
    }
  }

  void fallSilent(Line other) {
    line = other;
    silentTicks = 0;
  }

  /**
   * Its line is back.
   *
   * @param restarted whether its node's service begins anew, with the processes that there are
   */
  void comeBack(boolean restarted) {
    line = Line.ALL;
    if (restarted) {
      node.register();
    }
    node.report();
  }

  /** It comes up with nothing of what it ran. */
  void reboot() {
    line = Line.ALL;
    boots++;
    node.reboot("boot-of-" + name + "-" + boots);
    node.report();
  }

  /** So many seconds have passed: it says that it is there, or stops itself in the end. */
  void pass(int ticks) {
    tell();
    silentTicks += isHeard() ? 0 : ticks;
    if (!isHeard() && silentTicks >= ClusterSettings.DEFAULTS.lostAfterTicks()) {
      node.stopItself();
    }
  }

  @Override
  public String toString() {
    return name + " " + line;
  }
}
