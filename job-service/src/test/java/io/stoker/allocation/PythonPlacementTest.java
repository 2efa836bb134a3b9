package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cluster.ClusterBench;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.FakeNode;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.Demand;
import io.stoker.run.Reason;
import io.stoker.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs in Python go where an interpreter is, and all of one run to the same version of it. */
class PythonPlacementTest {
  private final ClusterBench bench = ClusterBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  private void ask(UUID run, int executors) {
    Demand.Profile profile = new Demand.Profile(0, executors, 1, GIB, GIB + 410 * MIB, Map.of());
    bench.ask(bench.fence(run), executors, profile, Set.of());
    bench.pass.run();
  }

  private List<String> nodes(UUID run) {
    return bench.assignments.executors(bench.fence(run)).stream()
        .map(ExecutorProcess::nodeName)
        .toList();
  }

  private Reason reason(UUID run) {
    return Objects.requireNonNull(bench.runs.get(run).run().reason());
  }

  @Test
  void driverAndExecutorsGoWhereTheSamePythonIs() {
    bench.node("big", 64, 64 * GIB);
    bench.node("a", 2, 16 * GIB).findPython("3.11.2");
    FakeNode other = bench.node("b", 8, 64 * GIB);
    other.findPython("3.12.1");
    bench.addPythonJob("py", 3);
    UUID run = bench.submit("py");
    bench.pass.run();
    assertThat(bench.assignments.driver(bench.fence(run)).orElseThrow().nodeName()).isEqualTo("b");
    ask(run, 3);
    assertThat(nodes(run)).containsExactly("b", "b", "b");

    other.findPython("3.11.9");
    ask(run, 5);
    assertThat(nodes(run)).as("the driver has 3.12, whatever its node has now").hasSize(3);
    Reason why = Objects.requireNonNull(bench.runs.attempts(run).get(0).executorsWaiting());
    assertThat(why.code()).isEqualTo("NO_PYTHON");
    assertThat(why.message()).contains("on b it has Python 3.11, and the driver another");
  }

  @Test
  void aClusterWithoutPythonRefusesTheRunAndSaysOfEachNodeWhy() {
    bench.node("old", 4, 16 * GIB);
    bench.node("bare", 4, 16 * GIB).losePython("there is no program python3");
    bench.addPythonJob("py", 1);
    bench.addJob("other", 1);

    assertThatThrownBy(() -> bench.submit("py"))
        .isInstanceOfSatisfying(
            StokerException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.NO_PYTHON);
              assertThat(refused)
                  .hasMessageContaining("on bare there is no program python3")
                  .hasMessageContaining("on old its service is older than this server")
                  .hasMessageContaining("stoker.node.python");
              assertThat(refused.violations())
                  .extracting("pointer")
                  .containsExactly("/application/type");
            });
    assertThat(bench.submit("other")).isNotNull();
  }

  @Test
  void aNodeThatHasJustStartedIsWaitedFor() {
    FakeNode node = bench.node("a", 4, 16 * GIB);
    node.lookForPython();
    bench.addPythonJob("py", 1);
    UUID run = bench.submit("py");
    bench.pass.run();
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.QUEUED);
    assertThat(reason(run).code()).isEqualTo("NO_PYTHON");
    assertThat(reason(run).message()).contains("has just started, and is looking");

    node.findPython("3.11.2");
    bench.pass.run();
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.STARTING);
  }

  @Test
  void aRunWhoseInterpreterIsGoneFailsAfterAWhile() {
    FakeNode node = bench.node("a", 4, 16 * GIB);
    node.findPython("3.11.2");
    bench.addPythonJob("py", 1);
    UUID run = bench.submit("py");
    node.losePython("pyspark was uninstalled");
    bench.pass.run();
    assertThat(reason(run).message()).contains("pyspark was uninstalled", "within 300 s");
    bench.ticks(300);
    node.report();
    bench.pass.run();
    assertThat(bench.runs.get(run).run().state()).isEqualTo(RunState.FAILED);
    assertThat(reason(run).code()).isEqualTo("NO_PYTHON");
  }

  @Test
  void aRestartedServiceForgetsWhatItHad() {
    FakeNode node = bench.node("a", 4, 16 * GIB);
    node.findPython("3.11.2");
    node.register();
    assertThat(bench.nodes.get(node.id()).facts().python().minor()).isEmpty();
    node.report();
    assertThat(bench.nodes.get(node.id()).facts().python().minor()).contains("3.11");
  }
}
