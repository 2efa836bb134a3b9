package io.stoker.node.platform;

import io.stoker.contract.cluster.NodePython;
import io.stoker.contract.cluster.NodeShuffleServer;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.ProcessReport;
import io.stoker.contract.node.RegisterReply;
import io.stoker.node.home.Identity;
import java.util.List;

/** One registration of the node: what it says under one epoch. */
public final class Session {
  private final Identity identity;
  private final long epoch;
  private long reports;

  Session(Identity identity, RegisterReply reply) {
    this.identity = identity;
    this.epoch = reply.epoch();
  }

  public Identity identity() {
    return identity;
  }

  public long epoch() {
    return epoch;
  }

  /** The next report, with a higher number than any before it. */
  public synchronized NodeReport report(
      boolean storageShared,
      List<ProcessReport> processes,
      NodePython python,
      NodeShuffleServer shuffleServer) {
    reports++;
    return new NodeReport(epoch, reports, storageShared, processes, python, shuffleServer);
  }
}
