package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs on a real Spark Standalone cluster that has nothing of Stoker on its class path. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class StandaloneMasterIT {
  private final Cluster cluster;
  private final Api api;
  private StandaloneCluster standalone;

  StandaloneMasterIT(Cluster cluster) {
    this.cluster = cluster;
    api = cluster.api();
  }

  @BeforeEach
  void startAnotherCluster() throws IOException {
    standalone =
        new StandaloneCluster(Files.createTempDirectory(cluster.home().resolve(""), "standalone-"));
  }

  @AfterEach
  void endIt() {
    standalone.close();
  }

  @Test
  void aJobGetsItsResultAlsoWhenAWorkerDies() throws Exception {
    Process first = standalone.addWorker();
    Run run = Run.of(api, on(Jobs.sleepers(16)));
    run.await("tasks are done", it -> run.tasksCompleted() >= 2);
    JsonNode executor = run.items("/executors").get(0);
    assertThat(executor.required("host").asString()).isEqualTo("127.0.0.1");
    assertThat(executor.required("cores").asInt()).isEqualTo(1);
    assertThat(executor.has("node")).isFalse();
    StandaloneCluster.kill(first);
    Awaitility.await("the platform knows")
        .atMost(Duration.ofSeconds(30))
        .until(() -> run.items("/executors").stream().allMatch(StandaloneMasterIT::isOver));
    standalone.addWorker();

    run.expectSuccess();
    assertThat(run.longs("id")).containsExactlyElementsOf(LongStream.range(0, 16).boxed().toList());
    assertThat(run.items("/executors")).hasSizeGreaterThan(2).allMatch(StandaloneMasterIT::isOver);
    assertThat(run.get().required("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void aProgramOfAJarRunsThereAndACancelEndsItThereToo() throws Exception {
    Process worker = standalone.addWorker();
    Path text = Files.writeString(cluster.home().resolve("standalone.txt"), "to be or not to be\n");
    String artifact =
        api.upload("/api/v1/artifacts?name=examples.jar", Packaged.examples())
            .json()
            .required("id")
            .asString();
    Run counts =
        Run.of(
            api, on(Jobs.jar(artifact, "examples.WordCount", text.toUri() + "", "${run.output}")));
    assertThat(counts.expectSuccess().manifest().required("files")).isNotEmpty();

    Run sleeps = Run.of(api, on(Jobs.sleepers(600)));
    sleeps.await("a task runs", it -> it.at("/progress/tasksActive").asInt() > 0);
    api.post(sleeps.path() + ":cancel", "").expect(200);
    sleeps.expectEnd("CANCELLED");
    Awaitility.await("its executors are gone")
        .atMost(Duration.ofSeconds(30))
        .until(() -> worker.descendants().findAny().isEmpty());
  }

  @Test
  void aMasterThatIsGoneIsNamedWithinSeconds() {
    standalone.close();
    Run run = Run.of(api, on(Jobs.query("select 1 a")));
    JsonNode reason = run.expectEnd("FAILED").get().required("reason");
    assertThat(reason.required("code").asString()).isEqualTo("MASTER_UNREACHABLE");
    assertThat(reason.required("message").asString()).contains(standalone.url(), "Start it");
  }

  private ObjectNode on(ObjectNode job) {
    return job.put("master", standalone.url());
  }

  private static boolean isOver(JsonNode executor) {
    return List.of("EXITED", "LOST").contains(executor.required("state").asString());
  }
}
