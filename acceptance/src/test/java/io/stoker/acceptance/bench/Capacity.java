package io.stoker.acceptance.bench;

import static java.util.stream.Collectors.toMap;

import io.stoker.acceptance.bench.Facts.Assignment;
import io.stoker.acceptance.bench.Facts.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What was placed on nodes at every moment that there ever was, and that nothing is now. */
final class Capacity {
  /** Cores and memory that a node owes from a moment on, or gets back. */
  private record Change(UUID node, Instant at, long coresMilli, long memoryBytes) {}

  private Capacity() {}

  static List<String> broken(Facts facts) {
    List<String> broken = new ArrayList<>();
    List<Assignment> assignments = facts.assignments();
    for (Assignment open : assignments) {
      if (open.isOpen()) {
        broken.add("I12: %s still owns room on its node".formatted(open));
      }
    }
    Map<UUID, Node> nodes = facts.nodes().stream().collect(toMap(Node::id, node -> node));
    Map<UUID, long[]> used = new HashMap<>();
    for (Change change : changes(assignments)) {
      Node node = Objects.requireNonNull(nodes.get(change.node()));
      long[] sum = used.computeIfAbsent(change.node(), id -> new long[2]);
      sum[0] += change.coresMilli();
      sum[1] += change.memoryBytes();
      if (sum[0] > node.coresMilli() || sum[1] > node.memoryBytes()) {
        broken.add("I12: %s was over-committed at %s".formatted(node.name(), change.at()));
      }
    }
    return broken;
  }

  /** In their order; what ends at a moment ends before what begins then. */
  private static List<Change> changes(List<Assignment> assignments) {
    List<Change> changes = new ArrayList<>();
    for (Assignment one : assignments) {
      changes.add(new Change(one.node(), one.createdAt(), one.coresMilli(), one.memoryBytes()));
      Instant end = one.exitedAt();
      if (end != null) {
        changes.add(new Change(one.node(), end, -one.coresMilli(), -one.memoryBytes()));
      }
    }
    changes.sort(Comparator.comparing(Change::at).thenComparing(Change::coresMilli));
    return changes;
  }
}
