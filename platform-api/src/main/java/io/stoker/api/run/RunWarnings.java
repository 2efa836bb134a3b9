package io.stoker.api.run;

import io.stoker.contract.run.RunWarning;
import io.stoker.run.Attempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run's reader would look for in vain. */
final class RunWarnings {
  private static final String OTHER_SPARK =
      "The driver runs %s from the job's sparkHome, or its node's other-spark-home, with nothing of Stoker in it: there are no"
          + " progress, executors, memory figures and Spark UI of this run. State, exit code, logs,"
          + " files below ${run.output} and, when it has ended, the event log are there.";

  private RunWarnings() {}

  /** Of a run's latest attempt; null when there is nothing to say. */
  static @Nullable List<RunWarning> of(@Nullable Attempt attempt) {
    return attempt == null || attempt.otherSpark() == null
        ? null
        : List.of(new RunWarning("OTHER_SPARK", OTHER_SPARK.formatted(attempt.otherSpark())));
  }
}
