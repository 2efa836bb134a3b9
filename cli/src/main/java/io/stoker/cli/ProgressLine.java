package io.stoker.cli;

import io.stoker.contract.run.Progress;
import io.stoker.contract.run.RunResource;

/** Where a run is, in one line. */
final class ProgressLine {
  private ProgressLine() {}

  static String of(RunResource run) {
    var line = new StringBuilder(run.state());
    Progress progress = run.progress();
    if (progress != null) {
      line.append(
          "  stages %d of %d, tasks %d of %d, executors %d"
              .formatted(
                  progress.stagesCompleted(),
                  progress.stagesTotal(),
                  progress.tasksCompleted(),
                  progress.tasksTotal(),
                  progress.executors()));
    }
    if (run.reason() != null) {
      line.append("  ").append(run.reason().code());
    }
    return line.toString();
  }
}
