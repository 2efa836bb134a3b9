package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import io.stoker.contract.driver.KillExecutors;
import java.util.List;
import java.util.Objects;
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
    assertThat(wishes.kills()).isNull();
    wishes.kill(List.of(2, 1));
    KillExecutors told = Objects.requireNonNull(wishes.kills());
    assertThat(told.executorIds()).containsExactly(1, 2);
    wishes.kill(List.of(3));
    wishes.told(told);
    assertThat(Objects.requireNonNull(wishes.kills()).executorIds()).containsExactly(3);
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
