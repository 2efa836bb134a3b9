package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrashLoopTest {
  private final CrashLoop loop = new CrashLoop(new SparkConf(false));

  private static Executor ended(int id, boolean causedByApp, boolean stopped, boolean nodeLost) {
    return new Executor(
        id, 0, "a", "EXITED", 1, causedByApp, stopped, nodeLost, "why.", null, false);
  }

  private static Executor leftByItself(int id, @Nullable String decommission) {
    return new Executor(id, 0, "a", "EXITED", 0, false, false, false, "why.", decommission, false);
  }

  /** A program's System.exit(0) would have it replaced for ever, however quickly. */
  @Test
  void executorsThatLeaveByThemselvesEndTheRun() {
    Set<Integer> came = new HashSet<>();
    for (int id = 1; id <= 3; id++) {
      came.add(id);
      assertThat(loop.count(leftByItself(id, null), came)).isEmpty();
      assertThat(loop.count(leftByItself(id, "its node is drained"), came)).isEmpty();
    }
    came.add(4);
    assertThat(loop.count(leftByItself(4, null), came)).isPresent();
  }

  /** Each of them found its driver gone, and ended as if all were well. */
  @Test
  void aNetworkThatIsCutCountsOnce() {
    Set<Integer> came = new HashSet<>();
    for (int wave = 0; wave < 3; wave++) {
      IntStream.rangeClosed(30 * wave + 1, 30 * wave + 30).forEach(came::add);
      for (int id = 30 * wave + 30; id > 30 * wave; id--) {
        assertThat(loop.count(leftByItself(id, null), came)).isEmpty();
      }
    }
    came.add(91);
    assertThat(loop.count(leftByItself(91, null), came))
        .hasValueSatisfying(why -> assertThat(why).contains("4 executors died"));
  }

  @Test
  void executorsThatDieBeforeTheyComeToTheirDriverEndTheRun() {
    for (int id = 1; id <= 3; id++) {
      assertThat(loop.count(ended(id, false, false, false), Set.of())).isEmpty();
    }
    assertThat(loop.count(ended(4, false, false, false), Set.of()))
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
                          case 0 -> loop.count(ended(id, false, true, false), Set.of());
                          case 1 -> loop.count(ended(id, false, false, true), Set.of());
                          default -> loop.count(ended(id, false, false, false), Set.of(id));
                        }))
        .containsOnly(Optional.empty());
  }
}
