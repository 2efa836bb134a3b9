package io.stoker.spark.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Finds, in a chain of causes, the sentence that tells a person what happened. */
public final class Sentences {
  private static final int LONGEST = 2_000;
  private static final Set<String> USERS_STATES = Set.of("21", "22", "23", "42", "P0");
  private static final String NO_SUCH_FORMAT = "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER";
  private static final String LAST_FAILURE = "most recent failure: ";

  private Sentences() {}

  /** The first line of what the root cause says. */
  public static String of(Throwable error) {
    List<Throwable> chain = chain(error);
    Throwable told = chain.get(chain.size() - 1);
    for (Throwable cause : chain) {
      if (cause instanceof SparkThrowable spark && isUsers(spark)) {
        told = cause;
      }
    }
    return shortened(firstLine(told));
  }

  /** Whether the same program could end differently: not when data or SQL is at fault. */
  public static boolean isPassing(Throwable error) {
    return chain(error).stream()
        .noneMatch(
            cause ->
                cause instanceof AnalysisException
                    || (cause instanceof SparkThrowable spark && isUsers(spark)));
  }

  /**
   * Data, SQL or files at fault. SQL states 21 to 23 and 42 are cardinality, data, constraints, and
   * what the analyser refuses; P0 is what a script raises itself.
   */
  private static boolean isUsers(SparkThrowable error) {
    String state = error.getSqlState();
    return (state != null && USERS_STATES.contains(state.substring(0, 2)))
        || NO_SUCH_FORMAT.equals(error.getCondition());
  }

  /** An error and its causes. */
  public static List<Throwable> chain(Throwable error) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = error; at != null && !chain.contains(at); at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }

  private static String firstLine(Throwable error) {
    String message = error.getMessage();
    if (message == null || message.isBlank()) {
      return error.getClass().getName();
    }
    int last = message.lastIndexOf(LAST_FAILURE);
    String text = last < 0 ? message : message.substring(last + LAST_FAILURE.length());
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse(text).trim();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }
}
