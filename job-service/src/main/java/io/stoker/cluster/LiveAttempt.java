package io.stoker.cluster;

import java.util.UUID;

/** An attempt that is not over: what its executors wrote on a node is needed. */
public record LiveAttempt(UUID runId, long fence) {}
