package io.stoker.contract.node;

import java.util.UUID;

/** The answer to a join: the node speaks under this id from now on, with the credential it sent. */
public record JoinReply(UUID nodeId) {}
