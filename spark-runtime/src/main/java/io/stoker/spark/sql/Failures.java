package io.stoker.spark.sql;

import io.stoker.contract.driver.DriverFailure;
import io.stoker.spark.driver.JobFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;

/** What a driver reports for each way a SQL program can fail. */
final class Failures {
  private static final int LONGEST_DETAIL = 16 * 1024;

  private Failures() {}

  /** The failure of one statement, in words that name it. */
  static JobFailure of(SqlStatement statement, Throwable error) {
    if (error instanceof JobFailure known) {
      return known;
    }
    if (error instanceof AnalysisException analysis) {
      return SqlErrors.of(statement, analysis);
    }
    boolean aborted = error instanceof SparkException || !Sentences.isPassing(error);
    return new JobFailure(
        aborted ? "JOB_ABORTED" : "DRIVER_ERROR",
        Sentences.of(error) + " (" + statement.place() + ")",
        Sentences.isPassing(error),
        error);
  }

  static DriverFailure report(Throwable error) {
    JobFailure known = known(error);
    if (known != null) {
      Throwable cause = known.getCause();
      return new DriverFailure(
          known.code(),
          storable(known.sentence()),
          cause == null ? null : detail(cause),
          known.retryable());
    }
    return new DriverFailure(
        "DRIVER_ERROR", storable(Sentences.of(error)), detail(error), Sentences.isPassing(error));
  }

  /** User code makes messages of any characters; the platform keeps no NUL and no half ones. */
  private static String storable(String text) {
    return text.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
  }

  private static @Nullable JobFailure known(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof JobFailure known) {
        return known;
      }
    }
    return null;
  }

  private static String detail(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    String all = storable(text.toString());
    return all.length() <= LONGEST_DETAIL ? all : all.substring(0, LONGEST_DETAIL);
  }
}
