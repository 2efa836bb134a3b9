package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Two servers with one PostgreSQL of its own, and nodes that know both. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralServersIT {
  private static final int TASKS = 100;

  private Cluster cluster;

  @BeforeAll
  void start() {
    cluster = Cluster.ofServers("servers", SharedCluster.NODE_CORES, 2);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @AfterEach
  void bothAreBack() {
    for (int number = 1; number <= 2; number++) {
      if (!cluster.server(number).isAlive()) {
        cluster.startServer(number);
      }
    }
    cluster.awaitNodes(2);
  }

  /** Whichever the nodes and the driver speak with. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRunOutlivesEither(int victim) throws IOException {
    int other = 3 - victim;
    try (SleepingRun run = SleepingRun.atWork(cluster, TASKS)) {
      Instant fault = Instant.now();
      Stopwatch watch = Stopwatch.since("server " + victim + " of two killed");
      cluster.server(victim).kill();
      SleepingRun there = run.at(cluster.api(other));
      there.awaitNews(fault.plusSeconds(1));
      watch.note("the other one tells progress");
      Run second = Run.of(cluster.api(other), Jobs.query("select id from range(5)"));
      second.awaitState("RUNNING");
      watch.note("a run that was started at the other one is RUNNING");
      cluster.startServer(victim);
      second.expectSuccess();

      there.expectUnharmed();
      watch.note("SUCCEEDED, with " + TASKS + " s of tasks on two cores");
    }
  }

  /** It answers nobody, keeps its connections, and may hold locks. */
  @Test
  void aRunOutlivesOneThatFreezes() throws IOException {
    try (SleepingRun run = SleepingRun.atWork(cluster, TASKS)) {
      ProcessHandle frozen = ProcessHandle.of(cluster.server(1).pid()).orElseThrow();
      Instant fault = Instant.now();
      Stopwatch watch = Stopwatch.since("server 1 of two freezes");
      Signal.STOP.sendTo(frozen);
      SleepingRun there = run.at(cluster.api(2));
      there.awaitNews(fault.plusSeconds(1));
      watch.note("the other one tells progress");
      there.expectUnharmed();
      watch.note("SUCCEEDED, with " + TASKS + " s of tasks on two cores");
      Signal.CONT.sendTo(frozen);
    }
  }

  /** One after the other, until each has been away. */
  @Test
  void aRunOutlivesBothInTurn() throws IOException {
    try (SleepingRun run = SleepingRun.atWork(cluster, 2 * TASKS)) {
      for (int victim = 1; victim <= 2; victim++) {
        cluster.server(victim).kill();
        run.at(cluster.api(3 - victim)).awaitNews(Instant.now().plusSeconds(1));
        cluster.startServer(victim);
      }
      run.expectUnharmed();
    }
  }

  /** What is written at one is there at the other, and waits end across servers. */
  @Test
  void theyAreOne() {
    String job = Run.create(cluster.api(1), Jobs.query("select id from range(5)"));
    String path = "/api/v1/jobs/" + job + "/runs";
    JsonNode first =
        cluster.api(1).post(path, Map.of(), "Idempotency-Key", "one").expect(202).json();
    JsonNode again =
        cluster.api(2).post(path, Map.of(), "Idempotency-Key", "one").expect(202).json();
    assertThat(again.required("id")).isEqualTo(first.required("id"));

    Run seen = new Run(cluster.api(2), first.required("id").asString());
    seen.expectSuccess();
    assertThat(seen.completeLog("driver", "stderr")).contains("Committed");
    Run cancelled = Run.of(cluster.api(1), Jobs.sleepers(600));
    new Run(cluster.api(2), cancelled.id()).awaitState("RUNNING");
    cluster.api(2).post(cancelled.path() + ":cancel", Map.of()).expect(200);
    cancelled.expectEnd("CANCELLED");
  }
}
