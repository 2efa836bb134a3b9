package io.stoker.api.cluster;

import io.stoker.cluster.Node;
import io.stoker.contract.cluster.NodePython;
import io.stoker.contract.cluster.NodeResource;
import io.stoker.contract.cluster.NodeShuffleServer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Nodes, from the domain's records to the contract's. */
final class NodeMapping {
  private NodeMapping() {}

  static NodeResource resource(Node node) {
    return new NodeResource(
        node.id(),
        node.facts().name(),
        node.facts().host(),
        node.state().name(),
        cores(node.facts().coresMilli()),
        cores(node.used().coresMilli()),
        node.facts().memoryBytes(),
        node.used().memoryBytes(),
        node.used().drivers(),
        node.used().executors(),
        node.facts().labels(),
        node.facts().bootId(),
        node.epoch(),
        node.facts().javaMajor(),
        node.facts().sparkVersion(),
        node.facts().memoryEnforcement(),
        python(node.facts().python()),
        shuffleServer(node.shuffleServer()),
        node.storageShared(),
        DrainMapping.status(node.drain()),
        node.joinedAt(),
        node.lastReportAt());
  }

  private static NodePython python(io.stoker.cluster.NodePython python) {
    return new NodePython(
        python.state().name(),
        python.executable(),
        python.version(),
        python.pyspark(),
        python.py4j(),
        python.problem());
  }

  private static @Nullable NodeShuffleServer shuffleServer(
      io.stoker.cluster.@Nullable NodeShuffleServer server) {
    return server == null
        ? null
        : new NodeShuffleServer(
            server.state().name(),
            server.since(),
            server.memoryBytes(),
            server.rssBytes(),
            server.restarts(),
            server.lastFailureAt(),
            server.lastFailure());
  }

  private static BigDecimal cores(long milli) {
    BigDecimal cores = BigDecimal.valueOf(milli, 3).stripTrailingZeros();
    return cores.scale() < 0 ? cores.setScale(0) : cores;
  }
}
