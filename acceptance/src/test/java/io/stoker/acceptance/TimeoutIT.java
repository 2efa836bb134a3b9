package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertForAPerson;
import static io.stoker.acceptance.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses;
import io.stoker.acceptance.harness.SharedCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A run that takes longer than its job allows, and a second one that the job does not allow. */
@ExtendWith(SharedCluster.class)
class TimeoutIT {
  private final Cluster cluster;

  TimeoutIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aRunThatTakesTooLongEndsAndLeavesNoProcess() {
    ObjectNode definition = Jobs.sleepers(600).put("timeout", "PT8S");
    definition.putObject("concurrency").put("policy", "SKIP");
    String job = Run.create(cluster.api(), definition);
    Run run = Run.start(cluster.api(), job, Map.of());
    String detail =
        assertProblem(
                cluster.api().post("/api/v1/jobs/" + job + "/runs", Map.of()),
                409,
                "CONCURRENCY_LIMIT")
            .required("detail")
            .asString();
    assertThat(detail).contains(run.id());
    assertForAPerson(detail);

    JsonNode end = run.expectEnd("TIMED_OUT").get();
    // the proof that the end waits for: nothing of it is left
    List<String> left =
        cluster.home().processes().all().stream()
            .filter(HomeProcesses.Seen::isSpark)
            .map(HomeProcesses.Seen::commandLine)
            .filter(line -> line.contains(run.id()))
            .toList();
    assertThat(left).isEmpty();
    JsonNode reason = end.required("reason");
    assertThat(reason.required("code").asString()).isEqualTo("TIMED_OUT");
    assertThat(reason.required("message").asString()).contains("PT8S");
    assertForAPerson(reason.required("message").asString());
    assertThat(run.items("/attempts"))
        .singleElement()
        .satisfies(
            attempt -> assertThat(attempt.required("state").asString()).isEqualTo("CANCELLED"));
    run.api().get(run.path() + "/result").expect(404);
  }
}
