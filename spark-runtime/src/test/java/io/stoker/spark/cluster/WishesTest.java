package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import io.stoker.contract.driver.KillExecutors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.ExecutorExited;
import org.apache.spark.scheduler.ExecutorProcessLost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes to the platform and what comes back, without Spark running. */
class WishesTest {
  @Test
  void killsStayUntilThePlatformKnowsThem() {
    Wishes wishes = new Wishes();
    assertThat(wishes.kills()).isEmpty();
    wishes.kill(Map.of(2, "a", 1, "a", 4, "b"));
    List<KillExecutors> told = wishes.kills();
    assertThat(told)
        .containsExactly(new KillExecutors(List.of(1, 2), "a"), new KillExecutors(List.of(4), "b"));
    wishes.kill(Map.of(3, "a"));
    told.forEach(wishes::told);
    assertThat(wishes.kills()).containsExactly(new KillExecutors(List.of(3), "a"));
  }

  @Test
  void aChangeEndsTheWait() throws InterruptedException {
    Wishes wishes = new Wishes();
    wishes.changed();
    long begin = System.nanoTime();
    wishes.await(60_000);
    assertThat(System.nanoTime() - begin).isLessThan(30_000_000_000L);
  }

  private static Executor ended(@Nullable Integer code, boolean byApp, boolean nodeLost) {
    return new Executor(
        4, 0, "10.0.0.1", "EXITED", code, byApp, false, nodeLost, null, null, false);
  }

  @Test
  void exitReasonsReachSparkAsTheyAre() {
    assertThat(LossReasons.of(ended(137, false, false)))
        .isInstanceOfSatisfying(
            ExecutorExited.class,
            exited -> {
              assertThat(exited.exitCode()).isEqualTo(137);
              assertThat(exited.exitCausedByApp()).isFalse();
              assertThat(exited.reason()).contains("exit code 137");
            });
    assertThat(LossReasons.of(ended(null, true, false)))
        .isInstanceOfSatisfying(
            ExecutorProcessLost.class, lost -> assertThat(lost.causedByApp()).isTrue());
    assertThat(LossReasons.of(ended(null, false, true)))
        .isInstanceOfSatisfying(
            ExecutorProcessLost.class,
            lost -> {
              assertThat(lost.workerHost().get()).isEqualTo("10.0.0.1");
              assertThat(lost.causedByApp()).isFalse();
            });
  }

  @Test
  void executorsThatKeepDyingEndTheRun() {
    CrashLoop crashLoop = new CrashLoop(new SparkConf(false).set("spark.executor.instances", "1"));
    for (int i = 0; i < 3; i++) {
      assertThat(crashLoop.count(ended(1, true, false), Set.of(4))).isEmpty();
      assertThat(crashLoop.count(ended(137, false, false), Set.of(4))).isEmpty();
      assertThat(crashLoop.count(ended(null, false, true), Set.of())).isEmpty();
    }
    assertThat(crashLoop.count(ended(1, false, false), Set.of()))
        .hasValueSatisfying(why -> assertThat(why).contains("4 executors", "exit code 1"));
  }
}
