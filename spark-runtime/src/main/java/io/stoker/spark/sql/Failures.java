package io.stoker.spark.sql;

import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.Sentences;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/** What each way means in which a statement can fail. */
final class Failures {
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
}
