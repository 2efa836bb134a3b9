package io.stoker.contract.node;

import java.util.List;
import java.util.UUID;

/**
 * The answer to a node's report; without a body when there is nothing to say.
 *
 * @param followedLogs assignments whose logs somebody reads as they grow: what they write is to be
 *     sent soon
 */
public record ReportReply(List<UUID> followedLogs) {
  public ReportReply {
    followedLogs = followedLogs == null ? List.of() : followedLogs;
  }
}
