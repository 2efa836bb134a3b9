package io.stoker.node.platform;

/** How a call to the platform ended. */
public sealed interface Reply<T> {

  /** Done. */
  record Ok<T>(T value) implements Reply<T> {}

  /**
   * The platform understood and says no (4xx): the same call again would end the same way.
   *
   * @param code stable, as in the problem's body; the status as text when there is none
   * @param detail a sentence for a person
   */
  record Refused<T>(int status, String code, String detail) implements Reply<T> {

    /** Whether it is about who calls, not about what is said: a new registration may help. */
    public boolean isAboutCaller() {
      return status == 401 || code.equals("FENCED");
    }
  }

  /**
   * No server answered, or none that could (5xx, 408, 429): try again later.
   *
   * @param why a sentence for a person
   */
  record Unavailable<T>(String why) implements Reply<T> {}
}
