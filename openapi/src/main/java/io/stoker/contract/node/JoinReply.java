package io.stoker.contract.node;

import java.util.UUID;

/**
 * The answer to a join.
 *
 * @param credential bearer token of this node from now on; shown once
 */
public record JoinReply(UUID nodeId, String credential) {}
