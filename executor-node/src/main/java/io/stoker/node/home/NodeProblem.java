package io.stoker.node.home;

import org.jspecify.annotations.Nullable;

/** Why a node cannot go on. The message is for the person who started it, and says what to do. */
public final class NodeProblem extends RuntimeException {
  private static final int MAY_PASS = 1;

  /** The units of systemd know it (EX_CONFIG): with it they do not start the service again. */
  private static final int STAYS = 78;

  private final int exitCode;

  public NodeProblem(String message) {
    this(message, null);
  }

  public NodeProblem(String message, @Nullable Throwable cause) {
    this(message, cause, MAY_PASS);
  }

  private NodeProblem(String message, @Nullable Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** One that would do harm if it went away by itself: only a person shall start the node again. */
  public static NodeProblem forAPerson(String message) {
    return new NodeProblem(message, null, STAYS);
  }

  /** What the service exits with. */
  public int exitCode() {
    return exitCode;
  }
}
