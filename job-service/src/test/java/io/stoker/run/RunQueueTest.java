package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ProcessNeed;
import io.stoker.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  private final Bench bench = Bench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theOldestWaitsFirstWithWhatItNeeds() {
    UUID first = bench.submit();
    UUID second = bench.submit();
    List<WaitingRun> waiting = bench.inTransaction(() -> bench.queue.waiting(10));
    assertThat(waiting).extracting(WaitingRun::runId).containsExactly(first, second);
    long heap = 1L << 30;
    long container = heap + (384L << 20);
    assertThat(waiting.get(0))
        .extracting(
            it -> it.driver().process(),
            it -> it.executor().process(),
            WaitingRun::executorInstances)
        .containsExactly(
            new ProcessNeed(500, heap, container), new ProcessNeed(1000, heap, container), 2);
  }

  @Test
  void aRunThatSomebodyIsChangingIsLeftForTheNextPass() {
    UUID run = bench.submit();
    try (Bench other = bench.anotherServer()) {
      List<WaitingRun> seen =
          bench.inTransaction(
              () -> {
                bench.queue.explain(run, Reason.WAITING_FOR_CAPACITY, "no room");
                return other.inTransaction(() -> other.queue.waiting(10));
              });
      assertThat(seen).isEmpty();
      assertThat(other.inTransaction(() -> other.queue.waiting(10))).hasSize(1);
    }
  }

  @Test
  void theNextAttemptOfAnExclusiveJobWaitsUntilTheOldDriverIsGone() {
    bench.addExclusiveJob("exclusive", 2, Duration.ZERO);
    bench.addJob("careless", 2, Duration.ZERO);
    UUID exclusive = givenUp("exclusive");
    UUID careless = givenUp("careless");

    assertThat(waiting()).containsExactly(careless);
    assertThat(bench.runs.get(exclusive).run().reason())
        .extracting(Reason::code)
        .isEqualTo(Reason.WAITING_FOR_OLD_DRIVER);
    bench.jdbc.sql("update assignment set state = 'STOPPING'").update();
    assertThat(waiting()).containsExactly(careless);
    bench.jdbc.sql("update assignment set state = 'EXITED'").update();
    assertThat(waiting()).containsExactly(exclusive, careless);
  }

  private List<UUID> waiting() {
    return bench.inTransaction(() -> bench.queue.waiting(10)).stream()
        .map(WaitingRun::runId)
        .toList();
  }

  /** A run whose attempt has failed while its driver's process is still there. */
  private UUID givenUp(String job) {
    UUID run = bench.runs.submit(job, Map.of(), Bench.USER, null).id();
    long fence = bench.assign(run);
    bench
        .jdbc
        .sql("update assignment set state = 'RUNNING', offered_tick = 0 where fence = :fence")
        .param("fence", fence)
        .update();
    bench.attempts.failure(fence, new Reason("USER_EXCEPTION", "It threw."), null, true);
    return run;
  }

  @Test
  void aRetryWaitsForItsTime() {
    bench.addJob("patient", 2, Duration.ofHours(1));
    UUID run = bench.runs.submit("patient", Map.of(), Bench.USER, null).id();
    bench.driverExits(bench.assign(run), 1);
    assertThat(bench.inTransaction(() -> bench.queue.waiting(10))).isEmpty();
    bench.jdbc.sql("update run set next_attempt_at = clock_timestamp()").update();
    assertThat(bench.inTransaction(() -> bench.queue.waiting(10))).hasSize(1);
  }

  @Test
  void aReasonIsAnEventWhenItsCodeIsNew() {
    UUID run = bench.submit();
    explain(run, Reason.WAITING_FOR_CAPACITY, "1 core is free");
    explain(run, Reason.WAITING_FOR_CAPACITY, "0 cores are free");
    explain(run, "NO_NODE_READY", "No node.");
    assertThat(bench.eventTypes(run)).containsExactly("RUN_QUEUED", "RUN_WAITING", "RUN_WAITING");
    assertThat(bench.runs.get(run).run().reason())
        .isEqualTo(new Reason("NO_NODE_READY", "No node. It is number 1 in queue default."));
    long fence = bench.assign(run);
    explain(run, "NO_NODE_READY", "no node");
    assertThat(bench.run(fence).reason()).isNull();
  }

  private void explain(UUID run, String code, String message) {
    bench.inTransaction(() -> bench.queue.explain(run, code, message));
  }

  @Test
  void anAttemptIsBornWithSecretsAndADirectoryOfItsOwn() {
    UUID run = bench.submit();
    long fence = bench.assign(run);
    LaunchDetails details = bench.queue.launchDetails(fence).orElseThrow();
    assertThat(details.runId()).isEqualTo(run);
    assertThat(details.token()).startsWith("sta_");
    assertThat(details.authSecret()).hasSizeGreaterThanOrEqualTo(43);
    assertThat(details.outputDirectory())
        .startsWith("file:/")
        .endsWith("%s/%s/main/attempts/1-%d/data/".formatted(details.jobId(), run, fence));
    assertThat(details.parameters().get("minDelay")).extracting("text").isEqualTo("15");
    assertThat(details.spec().application()).isEqualTo(new JobSpec.Sql(List.of(), "select 1"));
    assertThat(details.toString()).doesNotContain(details.token(), details.authSecret());

    bench.driverExits(fence, 1);
    LaunchDetails next = bench.queue.launchDetails(bench.assign(run)).orElseThrow();
    assertThat(next.authSecret()).isNotEqualTo(details.authSecret());
    assertThat(next.token()).isNotEqualTo(details.token());
    assertThat(next.fence()).isGreaterThan(fence);
    assertThat(next.outputDirectory()).isNotEqualTo(details.outputDirectory());
  }

  @Test
  void demandsAreThoseOfLiveAttempts() {
    long fence = bench.running();
    assertThat(demands()).isEmpty();
    bench.attempts.demand(fence, AttemptTest.demand(1, 2));
    AttemptDemand demand = demands().get(0);
    assertThat(demand.fence()).isEqualTo(fence);
    assertThat(demand.driverNodeId()).isEqualTo(Bench.NODE);
    assertThat(demand.profiles())
        .containsExactly(new Demand.Profile(0, 2, 1, 1L << 30, 1L << 30, Map.of()));
    assertThat(demand.excludedHosts()).isEqualTo(Set.of("127.0.0.9"));
    assertThat(bench.inTransaction(() -> bench.queue.nextExecutorId(fence))).isEqualTo(1);
    assertThat(bench.inTransaction(() -> bench.queue.nextExecutorId(fence))).isEqualTo(2);
    assertThat(bench.queue.launchDetails(fence).orElseThrow().javaOptions())
        .containsExactly("-Da=b");
    bench.runs.cancel(bench.runOf(fence), Bench.USER);
    assertThat(demands()).isEmpty();
  }

  private List<AttemptDemand> demands() {
    return bench.inTransaction(() -> bench.queue.demands());
  }
}
