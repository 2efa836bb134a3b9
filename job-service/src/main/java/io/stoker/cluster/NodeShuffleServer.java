package io.stoker.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a node says of its shuffle server.
 *
 * @param memoryBytes what it may take, beside what the node offers
 * @param rssBytes what its process holds; null while none runs
 * @param restarts since the node's service started
 */
public record NodeShuffleServer(
    State state,
    Instant since,
    long memoryBytes,
    @Nullable Long rssBytes,
    int restarts,
    @Nullable Instant lastFailureAt,
    @Nullable String lastFailure) {

  /** Whether it serves. */
  public enum State {
    /** Nobody needs it. */
    OFF,
    STARTING,
    RUNNING,
    /** The node is about to end it, and starts no executor. */
    NOT_ANSWERING,
    /** It has died or hung again and again. */
    FAILING
  }

  /** What the database keeps. */
  static @Nullable NodeShuffleServer stored(@Nullable String json) {
    return json == null ? null : JsonMapper.shared().readValue(json, NodeShuffleServer.class);
  }
}
