package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterSettings;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {
  private static final int LEASE_TICKS = RunSettings.DEFAULTS.leaseTicks();

  private final Bench bench = Bench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  /** I15, I16: goes red without the guard of the tick. */
  @Test
  void aSecondIsCountedOnceHoweverManyServersCount() {
    try (Bench other = bench.anotherServer()) {
      setClock("clock_timestamp() - interval '1 second'");
      Callable<?> tick =
          () -> {
            bench.clock.run();
            other.clock.run();
            return true;
          };
      Bench.race(Collections.nCopies(6, tick));
      assertThat(ticks()).isEqualTo(1);
    }
  }

  /** I16, I17: neither downtime nor a clock that jumps costs more than one tick. */
  @Test
  void timeThatThePlatformWasDownIsNotCounted() {
    setClock("clock_timestamp() - interval '2 hours'");
    bench.clock.run();
    bench.clock.run();
    assertThat(ticks()).isEqualTo(1);
    setClock("clock_timestamp() + interval '1 hour'");
    bench.clock.run();
    bench.clock.run();
    assertThat(ticks()).isEqualTo(2);
  }

  @Test
  void aSilentDriverIsGivenUpAfterItsLease() {
    long fence = bench.running();
    bench.ticks(LEASE_TICKS);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.RUNNING);
    bench.ticks(1);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
    assertThat(bench.attempt(fence).reason())
        .extracting(Reason::code)
        .isEqualTo(Reason.DRIVER_LOST);
    assertThat(bench.run(fence).state()).isEqualTo(RunState.RETRY_WAIT);
  }

  /**
   * A cut between the servers and everybody: goes red when only the driver's own silence counts.
   */
  @Test
  void whileNobodyIsHeardNobodyIsSilent() {
    long fence = bench.running();
    nodesHeard("2 minutes");
    secondsPass(5 * LEASE_TICKS);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.RUNNING);

    nodesHeard("0 seconds");
    secondsPass(1);
    bench.ticks(LEASE_TICKS - 1);
    bench.leases.run();
    assertThat(bench.attempt(fence).state())
        .as("a lease to be heard")
        .isEqualTo(AttemptState.RUNNING);
    bench.ticks(1);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
    assertThat(bench.attempt(fence).reason())
        .extracting(Reason::message)
        .asString()
        .contains("for " + (6 * LEASE_TICKS + 1) + " seconds");
  }

  @Test
  void aDriverThatMustHaveStoppedItselfIsGivenUpThoughNobodyIsHeard() {
    long fence = bench.running();
    nodesHeard("1 hour");
    int stopped = ClusterSettings.DEFAULTS.lostAfterTicks();
    bench.ticks(stopped - 1);
    secondsPass(1);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.RUNNING);
    secondsPass(1);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  /**
   * One on the server's own machine is heard through every cut: goes red when that one is enough.
   */
  @Test
  void whileMoreNodesAreMissedThanHeardNobodyIsSilent() {
    addNodes("n2", "n3");
    long fence = bench.running();
    secondsPass(LEASE_TICKS + 5, "n2");
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.RUNNING);

    secondsPass(LEASE_TICKS, "n2", "n3");
    bench.leases.run();
    assertThat(bench.attempt(fence).state())
        .as("a lease to be heard")
        .isEqualTo(AttemptState.RUNNING);
    secondsPass(1, "n2", "n3");
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  /** Of two one, of three one: a machine that died, and not a cut. */
  @ParameterizedTest
  @ValueSource(strings = {"n2", "n2 n3", "n2 n3 n4"})
  void aDriverOfOneOfTheFewThatAreSilentIsGivenUp(String others) {
    String[] heard = others.split(" ");
    addNodes(heard);
    long fence = bench.running();
    secondsPass(LEASE_TICKS + 1, heard);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  /** Goes red for each kind of node that is counted as if it were to be heard. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "state = 'REMOVED'",
        "state = 'DRAINED'",
        "state = 'UNREACHABLE', last_seen_tick = -700"
      })
  void nobodyMissesWhoIsNotToBeHeard(String absent) {
    addNodes("n2", "n3", "n4");
    bench.jdbc.sql("update node set %s where name in ('n3', 'n4')".formatted(absent)).update();
    long fence = bench.running();
    secondsPass(LEASE_TICKS + 1, "n2");
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  /** One that is drained and works on is a witness that the way to the platform is there. */
  @Test
  void whoIsDrainedAndHeardCounts() {
    addNodes("n2");
    bench.jdbc.sql("update node set state = 'DRAINED' where name = 'n2'").update();
    long fence = bench.running();
    secondsPass(LEASE_TICKS + 1, "n2");
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  /** I16: the database's clock was set back, and what was heard last is in the future. */
  @Test
  void nobodyIsHeardInTheFuture() {
    long fence = bench.running();
    nodesHeard("-1 hour");
    secondsPass(LEASE_TICKS + 5);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.RUNNING);
  }

  private void addNodes(String... names) {
    for (String name : names) {
      bench
          .jdbc
          .sql(
              """
              insert into node (name, host, state, cores_milli, memory_bytes, boot_id,
                credential_hash, java_major, spark_version, runtime_digest)
              values (:name, :name, 'READY', 4000, 8000000000, 'b', cast(:name as bytea), 17, '4', 'd')
              """)
          .param("name", name)
          .update();
    }
  }

  private void nodesHeard(String ago) {
    bench
        .jdbc
        .sql("update node set last_report_at = clock_timestamp() - cast(:ago as interval)")
        .param("ago", ago)
        .update();
  }

  /** As the clock counts them. */
  private void secondsPass(int seconds, String... heard) {
    for (int i = 0; i < seconds; i++) {
      hear(heard);
      setClock("clock_timestamp() - interval '1 second'");
      bench.clock.run();
    }
  }

  private void hear(String... names) {
    bench
        .jdbc
        .sql(
            """
            update node set last_report_at = clock_timestamp(),
                            last_seen_tick = (select ticks from platform_clock)
            where name = any(:names)
            """)
        .param("names", names)
        .update();
  }

  @Test
  void aSilentNodeIsNamed() {
    long fence = bench.running();
    bench.jdbc.sql("update node set state = 'UNREACHABLE'").update();
    bench.ticks(LEASE_TICKS + 1);
    bench.leases.run();
    assertThat(bench.attempt(fence).reason()).extracting(Reason::code).isEqualTo(Reason.NODE_LOST);
  }

  @Test
  void eachWordOfTheDriverRenewsTheLease() {
    long fence = bench.running();
    for (int number = 1; number <= 3; number++) {
      bench.ticks(LEASE_TICKS);
      bench.attempts.progress(fence, number, Bench.progress(number), Map.of());
    }
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.RUNNING);
  }

  @Test
  void theNodeSpeaksForADriverThatStillStartsAndNoLonger() {
    long fence = bench.assigned();
    bench.driverStarts(fence);
    bench.ticks(LEASE_TICKS);
    bench.inTransaction(() -> bench.watcher.driverAlive(fence));
    bench.ticks(LEASE_TICKS);
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.STARTING);

    bench.attempts.started(fence, "spark://d", null);
    bench.ticks(LEASE_TICKS + 1);
    bench.inTransaction(() -> bench.watcher.driverAlive(fence));
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  /** As of one whose machine swaps: its process is there, and is no sign of life. */
  @Test
  void theNodeDoesNotSpeakForADriverThatHasSpokenItself() {
    long fence = bench.assigned();
    bench.driverStarts(fence);
    bench.attempts.progress(fence, 1, Bench.progress(0), Map.of());
    bench.ticks(LEASE_TICKS + 1);
    bench.inTransaction(() -> bench.watcher.driverAlive(fence));
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  @Test
  void aStartThatDoesNotEndIsGivenUp() {
    long fence = bench.assigned();
    bench
        .jdbc
        .sql("update assignment set offered_tick = (select ticks from platform_clock)")
        .update();
    bench.driverStarts(fence);
    bench.ticks(1800);
    bench.inTransaction(() -> bench.watcher.driverAlive(fence));
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.STARTING);

    bench.ticks(LEASE_TICKS + 1);
    bench.inTransaction(() -> bench.watcher.driverAlive(fence));
    bench.leases.run();
    assertThat(bench.attempt(fence).state()).isEqualTo(AttemptState.LOST);
  }

  private void setClock(String tickedAt) {
    bench.jdbc.sql("update platform_clock set ticked_at = " + tickedAt).update();
  }

  private long ticks() {
    return bench.jdbc.sql("select ticks from platform_clock").query(Long.class).single();
  }
}
