package io.stoker.cluster;

import java.util.List;
import java.util.UUID;

/** Nodes that can show the history of runs, and who wants to see it. */
record HistoryBench(ClusterBench bench) {

  HistoryServer server() {
    return bench.part(HistoryServer.class);
  }

  FakeNode node(String name, long memoryBytes) {
    FakeNode node = bench.node(name, 8, memoryBytes);
    listen(node);
    return node;
  }

  /** As a service does with each of its starts. */
  void listen(FakeNode node) {
    bench.part(NodePorts.class).keep(node.id(), node.epoch(), 7755, "s".repeat(32), true);
  }

  /** Has it started on a node, the only one with room. */
  UUID running(FakeNode node) {
    server().ask();
    bench.pass.run();
    node.work();
    return told(node).id();
  }

  static AssignedProcess told(FakeNode node) {
    return node.fetch().stream()
        .filter(process -> process.kind() == ProcessKind.HISTORY_SERVER)
        .findFirst()
        .orElseThrow();
  }

  List<UUID> open() {
    return bench
        .jdbc
        .sql("select id from assignment where kind = 'HISTORY_SERVER' and " + AssignmentStore.OPEN)
        .query(UUID.class)
        .list();
  }
}
