package io.stoker.node.platform;

import org.jspecify.annotations.Nullable;

/** How a call to the platform ended. */
public sealed interface Reply<T> {

  /** Done. */
  record Ok<T>(T value) implements Reply<T> {}

  /**
   * The platform understood and says no (4xx): the same call again would end the same way.
   *
   * @param code stable, as in the problem's body; the status as text when there is none
   * @param detail a sentence for a person
   * @param retryAfter seconds after which it may end otherwise; null when nobody says so
   */
  record Refused<T>(int status, String code, String detail, @Nullable Long retryAfter)
      implements Reply<T> {

    /** Whether it is about who calls, not about what is said: a new registration may help. */
    public boolean isAboutCaller() {
      return status == 401 || code.equals("FENCED");
    }

    /** Whether another home speaks as this node, or this one before it was restarted or moved. */
    boolean isInUse() {
      return code.equals("NODE_IDENTITY_IN_USE");
    }

    /** Whether somebody is in the way who may turn out to be gone. */
    boolean mayPass() {
      return isInUse() || code.equals("NODE_HOST_IN_USE");
    }
  }

  /**
   * No server answered, or none that could (5xx, 408, 429): try again later.
   *
   * @param why a sentence for a person
   */
  record Unavailable<T>(String why) implements Reply<T> {}
}
