package io.stoker.node.home;

import org.jspecify.annotations.Nullable;

/** Why a node cannot go on. The message is for the person who started it, and says what to do. */
public final class NodeProblem extends RuntimeException {
  public NodeProblem(String message) {
    this(message, null);
  }

  public NodeProblem(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
