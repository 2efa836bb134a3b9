package io.stoker.launcher;

import io.stoker.launcher.process.FileTail;
import java.nio.file.Path;

/** How a driver's JVM ends for want of heap, and how that is told from other ends. */
public final class OutOfMemory {
  /**
   * A driver that lost a thread to OutOfMemoryError hangs on, and its heartbeat with it. (An
   * executor has Spark's own handler, which says why and exits 52.)
   */
  static final String JVM_OPTION = "-XX:+ExitOnOutOfMemoryError";

  private static final int EXIT_CODE = 3;
  private static final String LAST_WORDS = "Terminating due to java.lang.OutOfMemoryError";
  private static final int TAIL = 8192;

  private OutOfMemory() {}

  /**
   * Whether a driver ended for that reason. A program may exit with the same code, but the JVM says
   * it aloud.
   *
   * @param own the process's own directory
   */
  public static boolean ended(int exitCode, Path own) {
    return exitCode == EXIT_CODE && FileTail.of(own.resolve("stdout"), TAIL).contains(LAST_WORDS);
  }
}
