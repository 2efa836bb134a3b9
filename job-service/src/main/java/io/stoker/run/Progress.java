package io.stoker.run;

import java.time.Instant;
import java.util.List;

/**
 * What Spark is doing in an attempt, as its driver counts it.
 *
 * @param at when the driver took this picture, by the driver's clock
 * @param stages active ones and the latest finished ones
 */
public record Progress(
    Instant at,
    int stagesTotal,
    int stagesCompleted,
    int stagesActive,
    int stagesFailed,
    int tasksTotal,
    int tasksActive,
    int tasksCompleted,
    int tasksFailed,
    int executors,
    List<Stage> stages) {

  /** One Spark stage. */
  public record Stage(
      int id,
      int attempt,
      String name,
      String state,
      int tasksTotal,
      int tasksActive,
      int tasksCompleted,
      int tasksFailed) {}
}
