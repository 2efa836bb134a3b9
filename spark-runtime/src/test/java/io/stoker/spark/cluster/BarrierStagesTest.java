package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class BarrierStagesTest {
  private long seconds = Long.MAX_VALUE / 1_000_000_000; // as a clock of the JVM may run over
  private final BarrierStages barriers =
      new BarrierStages(
          new SparkConf(false)
              .set("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "15s"),
          () -> TimeUnit.SECONDS.toNanos(1) * seconds);

  @Test
  void aJobThatAsksForSlotsWaitsUntilItCouldHaveAskedAgain() {
    assertThat(barriers.isAny()).isFalse();
    barriers.slotsAsked();
    seconds += 44;
    assertThat(barriers.isAny()).isTrue();
    barriers.slotsAsked();
    seconds += 44;
    assertThat(barriers.isAny()).as("it has asked again").isTrue();
    seconds += 1;
    assertThat(barriers.isAny()).as("Spark has given up, or had slots").isFalse();
  }

  @Test
  void aStageGoesOnUntilItIsOver() {
    barriers.submitted(3);
    barriers.submitted(4);
    barriers.over(3);
    assertThat(barriers.isAny()).isTrue();
    barriers.over(4);
    assertThat(barriers.isAny()).isFalse();
  }
}
