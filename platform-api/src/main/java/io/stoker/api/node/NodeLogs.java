package io.stoker.api.node;

import io.stoker.cluster.LogKey;
import io.stoker.cluster.LogStore;
import io.stoker.cluster.NodeWork;
import io.stoker.cluster.StorageGate;
import io.stoker.contract.Paths;
import io.stoker.contract.node.LogAck;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes the logs of a node's processes, those of ended ones too. */
@RestController
@Hidden
class NodeLogs {
  private static final int PIECE = 1 << 20;
  private static final Set<String> STREAMS = Set.of("stdout", "stderr");

  private final NodeWork work;
  private final LogStore logs;
  private final StorageGate gate;

  NodeLogs(NodeWork work, LogStore logs, StorageGate gate) {
    this.work = work;
    this.logs = logs;
    this.gate = gate;
  }

  @PutMapping(
      path = Paths.INTERNAL_NODES + "/{node}/logs/{assignment}/{stream}",
      consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  LogAck append(
      @PathVariable UUID node,
      @PathVariable UUID assignment,
      @PathVariable String stream,
      @RequestParam long offset,
      @RequestParam(defaultValue = "false") boolean last,
      @RequestParam(required = false) @Nullable Long epoch,
      @RequestParam(required = false) @Nullable Long segment,
      @RequestBody(required = false) byte @Nullable [] piece) {
    byte[] bytes = piece == null ? new byte[0] : piece;
    if (bytes.length > PIECE || offset < 0 || (segment != null && segment < 0)) {
      throw new StokerException(
          ErrorCode.MALFORMED_REQUEST, "A piece of log has at most 1 MiB and an offset from 0 on.");
    }
    if (epoch != null) { // an older node does not say it
      work.checkEpoch(node, epoch);
    }
    LogKey key = key(node, assignment, stream);
    return gate.pass(() -> append(key, offset, segment, bytes, last));
  }

  private LogAck append(
      LogKey key, long offset, @Nullable Long segment, byte[] bytes, boolean last) {
    LogStore.Stored stored = logs.append(key, offset, segment, bytes);
    if (last && stored.bytes() == offset + bytes.length) {
      logs.end(key);
    }
    return new LogAck(stored.bytes(), stored.segment());
  }

  private LogKey key(UUID node, UUID assignment, String stream) {
    if (!STREAMS.contains(stream)) {
      throw new StokerException(
          ErrorCode.NOT_FOUND, "A process has the streams stdout and stderr only.");
    }
    return work.logKey(node, assignment, stream)
        .orElseThrow(
            () ->
                new StokerException(
                    ErrorCode.NOT_FOUND,
                    "This node was never assigned a process %s.".formatted(assignment)));
  }
}
