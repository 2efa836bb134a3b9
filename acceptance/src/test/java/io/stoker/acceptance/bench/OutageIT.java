package io.stoker.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Service;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The platform is away while clients submit and stand-ins work: no run fails, none takes a second
 * attempt, and nothing that was acknowledged is lost.
 */
@Tag("long")
@ExtendWith(SharedBench.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
  private static final int CLIENTS = 2;

  private final Bench bench;

  OutageIT(Bench bench) {
    this.bench = bench;
  }

  @AfterEach
  void everythingIsBack() {
    bench.heal();
  }

  @Test
  void aDatabaseThatIsAwayFor5SecondsCostsNoRun() {
    Ledger ledger = new Ledger(bench.apis(), StandIns.job());
    CompletableFuture<Void> load = load(ledger, 2);
    awaitFirst(ledger);
    bench.stopDatabaseAtOnce();
    pause(5);
    bench.heal();
    expectKept(bench, ledger, load);
  }

  /** Acknowledged is what a client has heard of, up to the moment of the kill. */
  @Test
  void serverAndDatabaseKilledAgainAndAgainLoseNothing() {
    Ledger ledger = new Ledger(bench.apis(), StandIns.job());
    CompletableFuture<Void> load = load(ledger, 12);
    awaitFirst(ledger);
    for (int kills = 0; kills < 3; kills++) {
      pause(2);
      bench.killServersAndDatabase();
      bench.heal();
    }
    expectKept(bench, ledger, load);
  }

  /** One server at least is always there, and all go on with it. */
  @Test
  void eitherOfTwoServersMayDieAtAnyTime() {
    try (Bench two = Bench.withTwoServers("either-of-two")) {
      Ledger ledger = new Ledger(two.apis(), StandIns.job());
      CompletableFuture<Void> load = load(ledger, 20);
      awaitFirst(ledger);
      for (int kills = 0; kills < 6; kills++) {
        Service victim = two.servers().get(kills % 2);
        victim.kill();
        pause(4);
        two.heal();
      }
      expectKept(two, ledger, load);
    }
  }

  private static CompletableFuture<Void> load(Ledger ledger, int runs) {
    return CompletableFuture.allOf(
        IntStream.range(0, CLIENTS)
            .mapToObj(
                client ->
                    CompletableFuture.runAsync(
                        () ->
                            IntStream.range(0, runs)
                                .forEach(
                                    run -> {
                                      ledger.submitUnharmed();
                                      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
                                    })))
            .toArray(CompletableFuture[]::new));
  }

  private static void awaitFirst(Ledger ledger) {
    Scenario.await("a run is acknowledged", () -> !ledger.unharmed().isEmpty());
  }

  private static void expectKept(Bench bench, Ledger ledger, CompletableFuture<Void> load) {
    load.orTimeout(3, TimeUnit.MINUTES).join();
    new Scenario(bench, ledger).awaitKept();
    assertThat(ledger.unharmed()).isNotEmpty();
  }

  private static void pause(int seconds) {
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
  }
}
