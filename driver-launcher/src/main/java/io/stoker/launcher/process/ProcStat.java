package io.stoker.launcher.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel says of a process in {@code /proc/<pid>/stat}.
 *
 * @param ending whether it is on its way out, which takes seconds when it holds much memory
 * @param startTicks when it started, in clock ticks since the machine booted
 */
record ProcStat(long pid, char state, long session, boolean ending, long startTicks) {
  private static final long PF_EXITING = 4;

  /** Empty when there is no such process. */
  static Optional<ProcStat> read(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
      return Optional.of(parse(new String(line, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The command in parentheses may itself hold spaces and parentheses: count after the last one.
   */
  static ProcStat parse(String line) {
    long pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
    String[] fromState = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcStat(
        pid,
        fromState[0].charAt(0),
        Long.parseLong(fromState[3]),
        (Long.parseLong(fromState[6]) & PF_EXITING) != 0,
        Long.parseLong(fromState[19]));
  }

  /** A zombie has ended; only its parent has not asked yet. */
  boolean isAlive() {
    return state != 'Z' && state != 'X';
  }
}
