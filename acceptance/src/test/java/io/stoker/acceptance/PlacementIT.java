package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where real drivers and executors go on two nodes, of which each has a label of its own. */
@Tag("long")
@ExtendWith(SharedCluster.class)
class PlacementIT {
  private final Cluster cluster;

  PlacementIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void labelsSendTheDriverHereAndExecutorsThere() {
    ObjectNode job = Jobs.sleepers(4);
    require(job, "driver", "node-1");
    require(job, "executor", "node-2");
    Run run = Run.of(cluster.api(), job).expectSuccess();
    assertThat(run.items("/attempts").get(0).required("node").asString()).isEqualTo("node-1");
    assertThat(nodes(run)).containsExactly("node-2", "node-2");
  }

  @ParameterizedTest
  @CsvSource({"PACK, 1", "SPREAD, 2"})
  void aRunIsOnOneNodeOrOnAll(String strategy, int nodes) {
    ObjectNode job = Jobs.sleepers(4);
    job.put("placement", strategy);
    Run run = Run.of(cluster.api(), job).expectSuccess();
    assertThat(nodes(run)).hasSize(2);
    assertThat(nodes(run).stream().distinct()).hasSize(nodes);
  }

  /**
   * Every task of the first stage fails on one node. After the stage Spark excludes that node for
   * the application, kills its executor and wants another one.
   */
  @Test
  void noExecutorComesBackToAHostThatSparkExcludes() {
    ObjectNode job =
        Jobs.query(
            """
            select id, well, reflect('java.lang.Thread', 'sleep', 1000L) slept
            from (select /*+ REPARTITION(12) */ id,
                         assert_true(reflect('java.lang.System', 'getenv', 'SPARK_LOCAL_IP')
                                     <> '127.0.0.2') well
                  from range(0, 12, 1, 12))
            """);
    ((ObjectNode) job.required("executor")).put("instances", 2);
    ObjectNode settings = job.putObject("sparkConf");
    Map.of(
            "spark.excludeOnFailure.enabled", "true",
            "spark.excludeOnFailure.killExcludedExecutors", "true",
            "spark.excludeOnFailure.application.maxFailedTasksPerExecutor", "1",
            "spark.excludeOnFailure.application.maxFailedExecutorsPerNode", "1",
            "spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", "1",
            "spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "1",
            "spark.excludeOnFailure.stage.maxFailedTasksPerExecutor", "1",
            "spark.task.maxFailures", "8")
        .forEach(settings::put);
    Run run = Run.of(cluster.api(), job).expectSuccess();

    List<String> nodes = nodes(run);
    assertThat(nodes).hasSizeGreaterThanOrEqualTo(3);
    assertThat(nodes.subList(0, 2)).containsExactlyInAnyOrder("node-1", "node-2");
    assertThat(nodes.subList(2, nodes.size())).containsOnly("node-2");
    assertThat(run.longs("id")).hasSize(12);
  }

  private static void require(ObjectNode job, String process, String zone) {
    ((ObjectNode) job.required(process))
        .putObject("nodeSelector")
        .putObject("required")
        .put("zone", zone);
  }

  /** Of its executors, by their ids. */
  private static List<String> nodes(Run run) {
    return run.endedExecutors().stream()
        .map((JsonNode executor) -> executor.required("node").asString())
        .toList();
  }
}
