package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs whose tasks Stoker's executors do not run; the runs go on at the same time. */
@ExtendWith(SharedCluster.class)
class OtherMastersIT {
  private final Api api;

  OtherMastersIT(Cluster cluster) {
    api = cluster.api();
  }

  @Test
  void aDriverRunsItsTasksItselfOrSaysWhatItsMasterLacks() {
    Run local = Run.of(api, job("local[*]", 2, "select /*+ REPARTITION(3) */ id from range(500)"));
    Run yarn = Run.of(api, job("yarn", 1, "select 1 a"));
    ObjectNode elsewhere = job("local", 1, "select 1 a");
    elsewhere.put("sparkHome", "/nowhere/spark");
    Run none = Run.of(api, elsewhere);

    local.expectSuccess();
    assertThat(local.longs("id"))
        .containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
    JsonNode run = local.get();
    assertThat(run.at("/sparkConf/spark.master").asString()).isEqualTo("local[2]");
    assertThat(run.at("/progress/tasksCompleted").asInt()).isGreaterThan(3);
    assertThat(run.at("/memory").has("executor")).isFalse();
    assertThat(run.at("/memory/driver/used/peak/heapBytes").asLong()).isPositive();
    assertThat(local.items("/executors")).isEmpty();
    assertThat(run.required("attempts").asInt()).isEqualTo(1);
    assertThat(local.completeLog("driver", "stderr")).doesNotContain("ERROR", "REPL class URI");

    assertFailed(yarn, "MASTER_MODULE_MISSING", "spark-yarn_2.13", "sparkHome");
    assertFailed(
        none, "SPARK_HOME_INVALID", "/nowhere/spark is no Spark distribution", "nodeSelector");
  }

  private static void assertFailed(Run run, String code, String... words) {
    JsonNode reason = run.expectEnd("FAILED").get().required("reason");
    assertThat(reason.required("code").asString()).isEqualTo(code);
    assertThat(reason.required("message").asString()).contains(words);
  }

  private static ObjectNode job(String master, int cores, String sql) {
    ObjectNode job = Jobs.query(sql);
    job.remove("executor");
    ((ObjectNode) job.required("driver")).put("cores", cores);
    return job.put("master", master);
  }
}
