package io.stoker.spark.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.DriverProgress.ExecutorTasks;
import io.stoker.contract.driver.DriverProgress.Foreign;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExecutorBoardTest {
  private static final Instant ADDED = Instant.ofEpochSecond(10);
  private static final Instant REMOVED = Instant.ofEpochSecond(20);

  private final ExecutorBoard board = new ExecutorBoard();

  @Test
  void anExecutorOfAnotherMasterIsToldWithItsPlaceAndItsEnd() {
    board.registered("0", "worker-1", 2, ADDED);
    board.taskStarted("0");
    board.taskStarted("0");
    board.taskEnded("0", true, false);
    assertThat(board.show())
        .containsExactly(
            new ExecutorTasks(0, true, 1, 1, 0, new Foreign("worker-1", 2, ADDED, null, null)));
    board.removed("0", REMOVED, "worker lost");
    board.taskEnded("0", false, true);
    assertThat(board.show())
        .containsExactly(
            new ExecutorTasks(
                0, false, 0, 1, 1, new Foreign("worker-1", 2, ADDED, REMOVED, "worker lost")));
    assertThat(board.registered()).isZero();
  }

  /** Spark's event may come minutes late, or not at all. */
  @Test
  void anExecutorThatIsConnectedIsThereBeforeItsEventAndNotAfterItsEnd() {
    board.connected("3", 0);
    board.registered("4");
    board.removed("4", REMOVED, "gone");
    board.connected("4", 2);
    assertThat(board.show())
        .containsExactly(
            new ExecutorTasks(3, true, 0, 0, 0, null), new ExecutorTasks(4, false, 0, 0, 0, null));
  }

  /** Spark drops events when there are too many; who works must not be taken for idle. */
  @Test
  void theSchedulerKnowsBetterHowManyTasksRun() {
    board.registered("3");
    board.taskEnded("3", true, false);
    board.connected("3", 4);
    assertThat(board.show()).containsExactly(new ExecutorTasks(3, true, 4, 1, 0, null));
    board.taskStarted("3");
    board.connected("3", 0);
    assertThat(board.show()).containsExactly(new ExecutorTasks(3, true, 0, 1, 0, null));
  }

  @Test
  void anExecutorOfANodeHasCountsOnlyAndTheDriverNone() {
    board.registered("3");
    board.registered("driver");
    board.taskStarted("driver");
    board.removed("3", REMOVED, "gone");
    assertThat(board.show()).containsExactly(new ExecutorTasks(3, false, 0, 0, 0, null));
  }
}
