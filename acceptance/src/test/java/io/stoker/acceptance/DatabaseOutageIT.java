package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A PostgreSQL that is stopped at once and stays away, while runs with real Spark go on. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseOutageIT {
  private static final Duration PROMPT = Duration.ofSeconds(5);

  private Cluster cluster;

  @BeforeAll
  void start() {
    cluster = Cluster.ofServers("outage", SharedCluster.NODE_CORES, 1);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  /** One run ends while the database is away, one goes on through it, and clients go on asking. */
  @ParameterizedTest
  @ValueSource(ints = {5, 25, 120})
  void noRunFailsAndEveryCallerIsTold(int seconds) throws IOException {
    String one = Run.create(cluster.api(), oneAtATime());
    int longest = 80 + 2 * seconds;
    int shortest = 40;
    Run first = SleepingRun.start(cluster, longest);
    Run second = SleepingRun.start(cluster, shortest);
    try (SleepingRun shorter = SleepingRun.awaitWork(cluster, second, shortest);
        SleepingRun longer = SleepingRun.awaitWork(cluster, first, longest);
        Answers answers = Answers.of(cluster.api(), longer.run(), one)) {
      pause(3);
      Stopwatch watch = Stopwatch.since("database stopped at once, away for " + seconds + " s");
      cluster.home().processes().stopPostgresAtOnce();
      long from = System.nanoTime();
      pause(seconds);
      long to = System.nanoTime();
      Instant back = Instant.now();
      cluster.database().ensureRunning();
      Stopwatch after = Stopwatch.since("database back after " + seconds + " s");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> cluster.answers(1));
      after.note("the server answers as ever");
      longer.awaitNews(back);
      after.note("progress is told again");
      longer.expectUnharmed();
      watch.note("SUCCEEDED, with " + longer.tasks() + " s of tasks on two cores");
      shorter.expectUnharmed();

      List<Answers.Answer> all = answers.stop();
      Duration slowest = Answers.assertUnavailable(all, from, to);
      Stopwatch.tell(
          "database away for " + seconds + " s", "slowest 503, of every kind of call", slowest);
      assertThat(slowest).isLessThan(PROMPT);
      Answers.assertNoOtherFailure(all);
    }
  }

  /** Its one run waits until a node is empty, and each further one is refused. */
  private static ObjectNode oneAtATime() {
    ObjectNode definition = Jobs.query("select id from range(1)");
    ((ObjectNode) definition.required("driver")).put("cores", SharedCluster.NODE_CORES);
    definition.putObject("concurrency").put("policy", "SKIP");
    return definition;
  }

  private static void pause(int seconds) {
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
  }
}
