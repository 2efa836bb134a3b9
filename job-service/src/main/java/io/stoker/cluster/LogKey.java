package io.stoker.cluster;

import java.util.UUID;

/**
 * One stream of one process of an attempt.
 *
 * @param attempt number of the attempt in its run
 * @param process {@code driver} or {@code executor-N}
 * @param stream {@code stdout} or {@code stderr}
 */
public record LogKey(
    UUID jobId, UUID runId, String step, int attempt, long fence, String process, String stream) {}
