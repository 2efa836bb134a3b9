package io.stoker.api.node;

import io.stoker.access.Caller;
import io.stoker.access.Token;
import io.stoker.api.web.LongPolls;
import io.stoker.cluster.Drains;
import io.stoker.cluster.FollowedLogs;
import io.stoker.cluster.NodeFacts;
import io.stoker.cluster.NodePorts;
import io.stoker.cluster.NodeReports;
import io.stoker.cluster.NodeWork;
import io.stoker.cluster.Nodes;
import io.stoker.cluster.StorageProbe;
import io.stoker.contract.Paths;
import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.DrainReply;
import io.stoker.contract.node.JoinReply;
import io.stoker.contract.node.JoinRequest;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodePort;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.RegisterReply;
import io.stoker.contract.node.ReportReply;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Joining, reporting and fetching work. That a node names itself in the path is checked before. */
@RestController
@Hidden
class NodeProtocol {
  private static final String NODE = Paths.INTERNAL_NODES + "/{node}";

  private final Nodes nodes;
  private final NodePorts ports;
  private final StorageProbe probe;
  private final NodeReports reports;
  private final FollowedLogs followed;
  private final NodeWork work;
  private final Drains drains;
  private final LaunchMapping launches;
  private final LongPolls polls;

  NodeProtocol(
      Nodes nodes,
      NodePorts ports,
      StorageProbe probe,
      NodeReports reports,
      FollowedLogs followed,
      NodeWork work,
      Drains drains,
      LaunchMapping launches,
      LongPolls polls) {
    this.nodes = nodes;
    this.ports = ports;
    this.drains = drains;
    this.probe = probe;
    this.reports = reports;
    this.followed = followed;
    this.work = work;
    this.launches = launches;
    this.polls = polls;
  }

  @PostMapping(Paths.NODE_JOIN)
  JoinReply join(@RequestBody JoinRequest request, @AuthenticationPrincipal Caller.Joiner joiner) {
    NodeFacts facts = ReportMapping.facts(request.node());
    return new JoinReply(nodes.join(joiner.tokenId(), facts, new Token(request.credential())));
  }

  @PostMapping(NODE + "/registrations")
  RegisterReply register(@PathVariable UUID node, @RequestBody NodeDescription description) {
    NodePort http = description.http();
    if (http != null) {
      NodePorts.check("/http", http.port(), http.secret());
    }
    long epoch = nodes.register(node, ReportMapping.facts(description));
    ports.keep(
        node,
        epoch,
        http == null ? null : http.port(),
        http == null ? null : http.secret(),
        http != null && Boolean.TRUE.equals(http.history()));
    StorageProbe.Written written = probe.write(node, epoch);
    return new RegisterReply(epoch, written.file().toString(), written.sha256());
  }

  @PutMapping(NODE + "/report")
  ResponseEntity<ReportReply> report(@PathVariable UUID node, @RequestBody NodeReport report) {
    reports.accept(node, ReportMapping.report(report));
    List<UUID> logs = followed.of(node);
    return logs.isEmpty()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.ok(new ReportReply(logs));
  }

  /** A node that is to stop asks to be emptied; it repeats that until it is. */
  @PostMapping(NODE + "/drain")
  DrainReply drain(
      @PathVariable UUID node, @RequestParam long epoch, @RequestParam Duration deadline) {
    return new DrainReply(drains.drainOwn(node, epoch, deadline).state().name());
  }

  @GetMapping(NODE + "/assignments")
  DeferredResult<DesiredState> assignments(
      @PathVariable UUID node,
      @RequestParam long epoch,
      @RequestParam(defaultValue = "-1") long after,
      @RequestParam(defaultValue = "PT0S") Duration wait) {
    return polls.poll(
        wait,
        atMost -> desired(work.await(node, epoch, after, atMost)),
        desired -> desired.version() != after);
  }

  private DesiredState desired(NodeWork.Desired desired) {
    return new DesiredState(
        desired.version(),
        desired.processes().stream().map(launches::assignment).toList(),
        desired.attempts().stream().map(it -> it.runId() + "-" + it.fence()).toList(),
        desired.drained());
  }
}
