package io.stoker.crash;

import org.jspecify.annotations.Nullable;

/**
 * Lets this process die at a named place, as if the machine had lost power there. Nothing happens
 * unless the system property {@value #PROPERTY} names the place, see {@link Arming}.
 */
public final class CrashPoints {
  public static final String PROPERTY = "stoker.crash-point";

  /** As a shell tells of a process that SIGKILL ended. */
  public static final int EXIT_CODE = 137;

  private static final @Nullable Arming ARMING = Arming.of(System.getProperty(PROPERTY));

  private CrashPoints() {}

  /** The process has come to this place; it goes no further when that is the armed one. */
  public static void hit(CrashPoint point) {
    if (ARMING != null && ARMING.isDue(point)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
