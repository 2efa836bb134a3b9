package io.stoker.schedule;

import static io.stoker.schedule.ScheduleBench.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.idempotency.IdempotencyKey;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** Users who do the same at the same moment. */
class ScheduleRacesTest {
  private static final int RACERS = 6;

  private final ScheduleBench bench = ScheduleBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  /** With a name of its own, the first one is in the way of its repeats before its key is. */
  @RepeatedTest(3)
  void repeatsOfOneRequestMakeOneSchedule() {
    ScheduleDraft draft =
        new ScheduleDraft("nightly", "0 2 * * *", null, null, null, null, null, null);
    IdempotencyKey key = new IdempotencyKey("schedules", "k-1");

    List<Object> outcomes = race(() -> bench.schedules.create(JOB, draft, List.of(), "ada", key));

    assertThat(outcomes).containsOnly("done");
    assertThat(bench.schedules.list(JOB, null, 10)).hasSize(1);
  }

  /** Goes red when the job's row is locked for the others to share. */
  @RepeatedTest(3)
  void aJobHasNoMoreSchedulesThanItMay() {
    int most = ScheduleLimits.DEFAULTS.schedulesPerJob();
    for (int i = 0; i < most - 1; i++) {
      bench.add("0 2 * * *", CatchUp.last(), Overlap.SKIP);
    }

    List<Object> outcomes = race(() -> bench.add("0 2 * * *", CatchUp.last(), Overlap.SKIP));

    assertThat(bench.schedules.list(JOB, null, 100)).hasSize(most);
    assertThat(Collections.frequency(outcomes, "done")).isEqualTo(1);
    assertThat(outcomes.stream().filter(StokerException.class::isInstance))
        .hasSize(RACERS - 1)
        .allMatch(refusal -> ((StokerException) refusal).code() == ErrorCode.CONFLICT);
  }

  private static List<Object> race(Runnable work) {
    return Race.of(Stream.generate(() -> work).limit(RACERS).toArray(Runnable[]::new));
  }
}
