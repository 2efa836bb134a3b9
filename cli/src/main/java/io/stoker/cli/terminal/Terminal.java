package io.stoker.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/**
 * Lines for a person. A passing line is overwritten by the next one on a terminal, and elsewhere
 * printed only when it differs.
 */
public final class Terminal {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean interactive;
  private String passing = "";

  /**
   * Writes to a stream.
   *
   * @param interactive whether the stream is a terminal that can move its cursor
   */
  public Terminal(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  public synchronized void line(String text) {
    clearPassing();
    out.println(text);
    out.flush();
  }

  /** For the script that called us, which reads them again: each ends with a NUL. */
  public synchronized void words(List<String> words) {
    words.forEach(word -> out.print(word + '\0'));
    out.flush();
  }

  /** Shows a state that will change; {@code clock} is left out where lines stay. */
  public synchronized void passing(String text, String clock) {
    if (interactive) {
      out.print(CLEAR_LINE + text + "  " + clock);
    } else if (!text.equals(passing)) {
      out.println(text);
    }
    out.flush();
    passing = text;
  }

  /** Clears what is passing, so that other output starts on a line of its own. */
  public synchronized void finish() {
    clearPassing();
    out.flush();
  }

  private void clearPassing() {
    if (interactive && !passing.isEmpty()) {
      out.print(CLEAR_LINE);
    }
    passing = "";
  }
}
