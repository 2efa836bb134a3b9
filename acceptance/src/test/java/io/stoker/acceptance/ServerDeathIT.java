package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kill -9 of the server, of its PostgreSQL, of both, while a run with real Spark goes on. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class ServerDeathIT {
  private final Cluster cluster;

  ServerDeathIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void theServerIsBack() {
    if (!cluster.server().isAlive()) {
      cluster.startServer();
    }
    cluster.awaitNodes(2);
  }

  @ParameterizedTest
  @CsvSource({"0, 60", "60, 220"})
  void aRunOutlivesTheServer(int secondsDown, int tasks) throws IOException {
    try (SleepingRun run = SleepingRun.atWork(cluster, tasks)) {
      long database = postmaster();
      Stopwatch watch = Stopwatch.since("server killed, started after " + secondsDown + " s");
      cluster.server().kill();
      pause(secondsDown);
      goOn(run, watch);

      run.expectUnharmed();
      watch.note("SUCCEEDED, with " + tasks + " s of tasks on two cores");
      assertThat(postmaster()).as("PostgreSQL, which lived on").isEqualTo(database);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 80", "60, 220"})
  void aRunOutlivesServerAndDatabase(int secondsDown, int tasks) throws IOException {
    try (SleepingRun run = SleepingRun.atWork(cluster, tasks)) {
      Stopwatch watch =
          Stopwatch.since("server and PostgreSQL killed, started after " + secondsDown + " s");
      cluster.server().kill();
      cluster.home().processes().killPostgres();
      pause(secondsDown);
      goOn(run, watch);

      run.expectUnharmed();
      watch.note("SUCCEEDED, with " + tasks + " s of tasks on two cores");
    }
  }

  /** The program ends while nobody is there to hear of it. */
  @Test
  void aRunThatEndsMeanwhileCommitsLater() throws IOException {
    try (SleepingRun run = SleepingRun.atWork(cluster, 24)) {
      cluster.server().kill();
      pause(30);
      cluster.startServer();
      Stopwatch watch = Stopwatch.since("server back after a run has ended without it");

      run.expectUnharmed();
      watch.note("SUCCEEDED, every count right");
    }
  }

  /** The living server starts its PostgreSQL again. */
  @ParameterizedTest
  @CsvSource({"stopped at once", "killed"})
  void aRunOutlivesTheDatabaseOfALivingServer(String how) throws IOException {
    try (SleepingRun run = SleepingRun.atWork(cluster, 60)) {
      long dead = postmaster();
      Instant fault = Instant.now();
      Stopwatch watch = Stopwatch.since("embedded PostgreSQL " + how);
      if (how.equals("killed")) {
        cluster.home().processes().killPostgres();
      } else {
        cluster.home().processes().stopPostgresAtOnce();
      }
      soon(() -> !postmasters().equals(List.of(dead)) && cluster.answers(1));
      watch.note("the server answers again");
      run.awaitNews(fault.plusSeconds(1));
      watch.note("progress is told again");

      run.expectUnharmed();
      watch.note("SUCCEEDED, with 60 s of tasks on two cores");
    }
  }

  private void goOn(SleepingRun run, Stopwatch watch) {
    Instant start = Instant.now();
    cluster.startServer();
    watch.note("the server answers");
    run.awaitNews(start);
    watch.note("progress is told again");
    cluster.awaitNodes(2);
    watch.note("both nodes may take work");
  }

  private long postmaster() {
    List<Long> all = postmasters();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private List<Long> postmasters() {
    return cluster.home().processes().all().stream()
        .filter(HomeProcesses.Seen::isPostmaster)
        .map(seen -> seen.process().pid())
        .toList();
  }

  private static void soon(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }

  private static void pause(int seconds) {
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
  }
}
