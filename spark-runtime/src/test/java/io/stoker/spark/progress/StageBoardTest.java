package io.stoker.spark.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.run.Progress;
import io.stoker.contract.run.StageProgress;
import io.stoker.spark.progress.StageBoard.Announced;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageBoardTest {
  private final StageBoard board = new StageBoard();

  private static Announced stage(int id, int tasks, @Nullable Integer shuffle) {
    return new Announced(id, 0, "stage " + id, tasks, shuffle);
  }

  private Progress shown() {
    return board.show(Instant.EPOCH, 2);
  }

  private StageCount counted(int id) {
    return Objects.requireNonNull(board.stage(id, 0));
  }

  private void complete(Announced stage) {
    board.stageSubmitted(stage);
    for (int task = 0; task < stage.tasks(); task++) {
      counted(stage.stage()).taskStarted();
      counted(stage.stage()).taskSucceeded(task);
    }
    board.stageEnded(stage, false);
  }

  @Test
  void aJobsStagesCountFromItsStart() {
    board.jobStarted(1, List.of(stage(0, 4, 10), stage(1, 2, null)));
    board.stageSubmitted(stage(0, 4, 10));
    counted(0).taskStarted();

    assertThat(shown())
        .returns(2, Progress::stagesTotal)
        .returns(1, Progress::stagesActive)
        .returns(6, Progress::tasksTotal)
        .returns(1, Progress::tasksActive)
        .returns(0, Progress::tasksCompleted)
        .returns(2, Progress::executors);
    assertThat(shown().stages()).extracting(StageProgress::id).containsExactly(0);
  }

  @Test
  void stagesWhoseShuffleIsWrittenAreLeftOut() {
    board.jobStarted(1, List.of(stage(0, 4, 10)));
    complete(stage(0, 4, 10));
    board.jobEnded(1);
    board.jobStarted(2, List.of(stage(1, 4, 10), stage(2, 3, null)));

    assertThat(shown()).returns(2, Progress::stagesTotal).returns(7, Progress::tasksTotal);
  }

  @Test
  void stagesThatTheJobNeverNeededWereSkipped() {
    board.jobStarted(1, List.of(stage(0, 4, 10), stage(1, 2, null)));
    board.jobStarted(2, List.of(stage(0, 4, 10)));
    complete(stage(1, 2, null));
    board.jobEnded(1);
    assertThat(shown()).returns(2, Progress::stagesTotal);
    board.jobEnded(2);
    assertThat(shown()).returns(1, Progress::stagesTotal).returns(2, Progress::tasksTotal);
  }

  @Test
  void aSecondCopyOfATaskCountsOnce() {
    board.stageSubmitted(stage(0, 1, null));
    counted(0).taskStarted();
    counted(0).taskStarted();
    counted(0).taskSucceeded(0);
    counted(0).taskSucceeded(0);
    assertThat(shown()).returns(1, Progress::tasksCompleted).returns(0, Progress::tasksActive);
  }

  @Test
  void aFailedTryOfAStageStaysVisible() {
    board.stageSubmitted(stage(0, 2, 10));
    counted(0).taskStarted();
    counted(0).taskFailed();
    board.stageEnded(stage(0, 2, 10), true);
    board.stageSubmitted(new Announced(0, 1, "stage 0", 2, 10));

    assertThat(shown())
        .returns(1, Progress::stagesFailed)
        .returns(1, Progress::stagesActive)
        .returns(1, Progress::tasksFailed)
        .returns(4, Progress::tasksTotal);
  }

  @Test
  void oldStagesAreCountedButNotShown() {
    for (int id = 0; id < 250; id++) {
      complete(stage(id, 2, null));
    }
    assertThat(shown())
        .returns(250, Progress::stagesTotal)
        .returns(250, Progress::stagesCompleted)
        .returns(500, Progress::tasksTotal)
        .returns(500, Progress::tasksCompleted);
    assertThat(shown().stages()).hasSize(100).first().returns(249, StageProgress::id);
  }
}
