package io.stoker.cluster;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.HistoryBench.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.HistoryServer.Status;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody reads histories all the time, and a run waits for the memory that this takes. */
class HistoryGivesWayTest {
  private final ClusterBench bench = ClusterBench.start();
  private final HistoryBench history = new HistoryBench(bench);
  private final HistoryServer server = history.server();

  @AfterEach
  void close() {
    bench.close();
  }

  /** Goes red without either of the two guards: the age of a process that is read, and the room. */
  @Test
  void whoReadsAllTheTimeHasItForTwoMinutesAndThenARunComesFirst() {
    FakeNode a = history.node("a", 4 * GIB);
    bench.addJob("job", 1);
    history.running(a);
    UUID run = bench.submit("job");
    for (int ticks = 0; ticks < 120; ticks += 10) {
      server.ask();
      bench.pass.run();
      assertThat(told(a).stop()).as("after %d", ticks).isFalse();
      assertThat(why(run))
          .contains("most that is free is", "1408 MiB of a", "history server", "120 s after");
      bench.ticks(10);
    }
    server.ask();
    bench.pass.run();
    assertThat(told(a).stop()).isTrue();
    assertThat(waiting()).contains("gave way to run " + run);
    assertThat(why(run)).as("until it is gone").contains("history server");

    a.work();
    server.ask();
    bench.pass.run();
    assertThat(bench.hasDriver(run)).isTrue();
    assertThat(history.open()).as("what is left is for the run").isEmpty();
    assertThat(waiting()).contains("gave way to run " + run, "no node has so much to spare");

    bench.runs.cancel(run, "ada");
    a.work();
    a.work();
    bench.pass.run();
    assertThat(history.open()).as("there is room again, and somebody asks").hasSize(1);
    assertThat(server.ask()).isEqualTo(new Status.Starting());
  }

  /** Goes red when only its age counts. */
  @Test
  void whenNobodyReadsJustNowItGoesSooner() {
    FakeNode a = history.node("a", 4 * GIB);
    bench.addJob("job", 1);
    history.running(a);
    bench.submit("job");
    bench.ticks(30);
    bench.pass.run();
    assertThat(told(a).stop()).isFalse();
    bench.ticks(1);
    bench.pass.run();
    assertThat(told(a).stop()).isTrue();
  }

  @Test
  void oneThatItsNodeWasNotToldOfGoesAtOnce() {
    history.node("a", 4 * GIB);
    bench.addJob("job", 1);
    server.ask();
    bench.pass.run();
    assertThat(history.open()).hasSize(1);
    UUID run = bench.submit("job");
    bench.pass.run();
    assertThat(history.open()).isEmpty();
    bench.pass.run();
    assertThat(bench.hasDriver(run)).isTrue();
  }

  /** Goes red when it is not asked whether its memory is enough. */
  @Test
  void itStaysWhereItsMemoryIsNoHelp() {
    FakeNode a = history.node("a", 5 * GIB);
    bench.addJob("job", 1);
    bench.submit("job");
    bench.pass.run();
    a.work();
    history.running(a);
    UUID second = bench.submit("job");
    bench.ticks(200);
    bench.pass.run();
    assertThat(bench.hasDriver(second)).isFalse();
    assertThat(told(a).stop()).isFalse();
    assertThat(why(second)).doesNotContain("history server");
  }

  @Test
  void furtherExecutorsComeFirstToo() {
    FakeNode a = history.node("a", 5 * GIB);
    bench.addJob("job", 1);
    long fence = bench.fence(started(a, 1));
    history.running(a);
    bench.ticks(31);
    bench.ask(fence, 2, 2);
    bench.pass.run();
    assertThat(told(a).stop()).isTrue();
    assertThat(
            bench
                .jdbc
                .sql("select executors_waiting from attempt where fence = :fence")
                .param("fence", fence)
                .query(String.class)
                .single())
        .contains("1 of 2 executors wait", "1408 MiB of a", "history server");
    a.work();
    bench.pass.run();
    assertThat(a.fetch()).hasSize(3);
  }

  private UUID started(FakeNode node, int executors) {
    UUID run = bench.submit("job");
    bench.pass.run();
    node.work();
    bench.ask(bench.fence(run), 1, executors);
    bench.pass.run();
    node.work();
    return run;
  }

  private String why(UUID run) {
    return bench
        .jdbc
        .sql("select reason_message from run where id = :run")
        .param("run", run)
        .query(String.class)
        .single();
  }

  private String waiting() {
    return server.ask() instanceof Status.Waiting waiting ? waiting.why() : "";
  }
}
