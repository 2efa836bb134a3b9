package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrashLoopTest {
  private long seconds;
  private final CrashLoop loop =
      new CrashLoop(new SparkConf(false), () -> TimeUnit.SECONDS.toNanos(seconds));

  private static Executor ended(int id, boolean causedByApp, boolean stopped, boolean nodeLost) {
    return new Executor(
        id, 0, "a", "EXITED", 1, causedByApp, stopped, nodeLost, "why.", null, false);
  }

  private static Executor leftByItself(int id, @Nullable String decommission) {
    return new Executor(id, 0, "a", "EXITED", 0, false, false, false, "why.", decommission, false);
  }

  /** A program's System.exit(0) would have it replaced for ever. */
  @Test
  void executorsThatLeaveByThemselvesEndTheRun() {
    for (int id = 1; id <= 3; id++) {
      assertThat(loop.count(leftByItself(id, null), true)).isEmpty();
      assertThat(loop.count(leftByItself(10 * id, "its node is drained"), true)).isEmpty();
      seconds += 6;
    }
    assertThat(loop.count(leftByItself(4, null), true)).isPresent();
  }

  /** Each of them found its driver gone, and ended as if all were well. */
  @Test
  void aNetworkThatIsCutCountsOnce() {
    for (int id = 1; id <= 30; id++) {
      assertThat(loop.count(leftByItself(id, null), true)).isEmpty();
    }
    seconds += 6;
    assertThat(loop.count(leftByItself(31, null), true)).isEmpty();
  }

  @Test
  void executorsThatDieBeforeTheyComeToTheirDriverEndTheRun() {
    for (int id = 1; id <= 3; id++) {
      assertThat(loop.count(ended(id, false, false, false), false)).isEmpty();
    }
    assertThat(loop.count(ended(4, false, false, false), false))
        .hasValueSatisfying(why -> assertThat(why).contains("4 executors died", "3 are allowed"));
  }

  /** As when a drain meets executors that are only starting, again and again. */
  @Test
  void whatOthersEndedIsNoLoop() {
    assertThat(
            IntStream.rangeClosed(1, 30)
                .mapToObj(
                    id ->
                        switch (id % 3) {
                          case 0 -> loop.count(ended(id, false, true, false), false);
                          case 1 -> loop.count(ended(id, false, false, true), false);
                          default -> loop.count(ended(id, false, false, false), true);
                        }))
        .containsOnly(Optional.empty());
  }
}
