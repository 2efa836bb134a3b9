package io.stoker.access;

import java.util.UUID;

/** Whom a request comes from. */
public sealed interface Caller {
  /** A person or a person's program with an API key. */
  record User(UUID keyId, String name) implements Caller {}

  /** An executor node. */
  record Node(UUID nodeId) implements Caller {}

  /** The driver of one attempt. */
  record Attempt(long fence, UUID runId) implements Caller {}

  /** A browser that may read the Spark UI of one run. */
  record Viewer(UUID runId) implements Caller {}

  /** A machine that may join once, or until its bootstrap token expires. */
  record Joiner(UUID tokenId) implements Caller {}
}
