package io.stoker.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.FaultProxy.Fault;
import io.stoker.acceptance.harness.Reply;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single faults other than a death at a crash point: bad lines, bad drivers, bad executors. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultIT {
  /** What nodes of a bench keep of a stream. */
  private static final int KEPT = 1 << 20;

  private Bench bench;
  private Ledger ledger;
  private Scenario scenario;

  @BeforeAll
  void start() {
    bench = Bench.withStandIns("faults");
    ledger = new Ledger(bench.apis(), StandIns.job());
    scenario = new Scenario(bench, ledger);
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  @AfterEach
  void everyPromiseIsKept() {
    bench.heal();
    scenario.awaitKept();
  }

  /** Three times in a row what was done is not told to whoever asked for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/runs HTTP",
        "/report HTTP",
        "/assignments?",
        "/started HTTP",
        "/demand HTTP",
        "/executors?",
        "/progress HTTP",
        "/committing HTTP",
        "/commit HTTP",
        "/stdout?offset=0"
      })
  void aLostReplyToServersClientsIsAnsweredAgain(String request) {
    bench.toServer().set(new Fault.SwallowReply(request, 3));

    // a long poll that was under way before is answered: then another run meets the fault
    for (int runs = 0; runs < 4 && bench.toServer().bitten() == 0; runs++) {
      assertThat(scenario.finalState(ledger.submit(""))).isEqualTo("SUCCEEDED");
    }
    assertThat(bench.toServer().bitten()).isPositive();
  }

  @Test
  void aLostReplyToACancelIsAnsweredAgain() {
    UUID run = scenario.running("hang");
    bench.toServer().set(new Fault.SwallowReply(":cancel HTTP", 3));

    ledger.cancel(run);

    assertThat(scenario.finalState(run)).isEqualTo("CANCELLED");
    assertThat(bench.toServer().bitten()).isEqualTo(3);
  }

  /** The database has committed, and the server does not know. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30})
  void aLostReplyToACommitOfTheDatabaseIsNoFailure(int times) {
    bench.toDatabase().set(new Fault.SwallowReply("COMMIT", times));

    assertThat(scenario.finalState(ledger.submit(""))).isEqualTo("SUCCEEDED");
    assertThat(bench.toDatabase().bitten()).isEqualTo(times);
  }

  @Test
  void aSlowLineIsNoFailure() {
    bench.toServer().set(new Fault.Latency(150));
    bench.toDatabase().set(new Fault.Latency(20));

    assertThat(scenario.finalState(ledger.submit(""))).isEqualTo("SUCCEEDED");
  }

  /** Server and database are well, and nobody hears of anybody: longer than a lease. */
  @Test
  void aCutBetweenTheServerAndEverybodyCostsNoAttempt() {
    UUID run = scenario.running("hang@1");
    Long fence = bench.facts().liveFence(run, "RUNNING");
    long before = bench.facts().ticks();
    bench.toServer().set(new Fault.BlackHole());
    Scenario.await("a lease and more is over", () -> bench.facts().ticks() > before + 60);
    bench.heal();
    long after = bench.facts().ticks();
    Scenario.await("another lease is over", () -> bench.facts().ticks() > after + 45);

    assertThat(bench.facts().liveFence(run, "RUNNING")).isEqualTo(fence);
    ledger.cancel(run);
    assertThat(scenario.finalState(run)).isEqualTo("CANCELLED");
  }

  @Test
  void aLineThatBreaksAgainAndAgainIsNoFailure() {
    bench.toServer().set(new Fault.CutAfter(3000)); // the answer to a submission just fits

    assertThat(scenario.finalState(ledger.submit(""))).isEqualTo("SUCCEEDED");
    assertThat(bench.toServer().bitten()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "twice, SUCCEEDED, 1",
    "fail@1, SUCCEEDED, 2",
    "leave, FAILED, 1",
    "die:born@1 die:started@2, SUCCEEDED, 3",
    "die:files@1, SUCCEEDED, 2",
    "die:committing@1, SUCCEEDED, 2",
    "die:manifest@1, SUCCEEDED, 2",
    "die:committed, SUCCEEDED, 1",
    "die:files, FAILED, 3",
    "linger deaf child, SUCCEEDED, 1"
  })
  void aDriverThatGoesWrongCostsItsAttemptAndNoMore(String script, String end, int attempts) {
    UUID run = ledger.submit(script);

    assertThat(scenario.finalState(run)).isEqualTo(end);
    assertThat(bench.facts().attempts().stream().filter(one -> one.run().equals(run)))
        .hasSize(attempts);
  }

  /** Neither its node's disk nor the storage is filled, and the program goes on. */
  @Test
  void aDriverThatPrintsAndPrintsIsReadToWhatIsKept() {
    UUID run = scenario.running("chatter hang");
    Scenario.await(
        "it has said all", () -> Files.readString(bench.witness()).contains("chattered"));
    String log = "/api/v1/runs/" + run + "/logs/driver/stdout?offset=";

    Scenario.await("all that is kept is here", () -> isWhole(bench.apis().get(0).get(log + KEPT)));
    assertThat(bench.apis().get(0).get(log + KEPT).text())
        .startsWith("\n[Stoker keeps the first " + KEPT + " bytes of this stdout");
    assertThat(bench.apis().get(0).get(log + 0).text()).contains("\nSaid 000000000\n");
    assertThat(bench.facts().liveFence(run, "RUNNING")).isNotNull();
    Scenario.await("the rest is cut off", () -> longestStream() < 6L << 20);

    ledger.cancel(run);
    assertThat(scenario.finalState(run)).isEqualTo("CANCELLED");
  }

  private static boolean isWhole(Reply log) {
    return log.expect(200).header("Stoker-Complete").equals("true");
  }

  private long longestStream() {
    return Leftovers.in(bench.home().resolve("nodes")).stream()
        .flatMap(node -> Leftovers.in(node.resolve("processes")).stream())
        .mapToLong(process -> process.resolve("stdout").toFile().length())
        .max()
        .orElse(0);
  }

  @Test
  void aCancelEndsWhatWillNotEnd() {
    UUID run = scenario.running("hang deaf child");

    ledger.cancel(run);

    assertThat(scenario.finalState(run)).isEqualTo("CANCELLED");
  }

  @Test
  void executorsThatDieAtTheirStartEndTheRun() {
    UUID run = ledger.submit("badexecutors");

    assertThat(scenario.finalState(run)).isEqualTo("FAILED");
    assertThat(bench.facts().run(run).reason()).isEqualTo("CRASH_LOOP");
  }
}
