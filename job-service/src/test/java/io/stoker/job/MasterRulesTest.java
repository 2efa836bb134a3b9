package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which masters there are, and which fields go with which. */
class MasterRulesTest {
  private static final JobDraft.Executor LARGE = new JobDraft.Executor(3, 2, "2g", null);

  @ParameterizedTest
  @CsvSource({
    "local, LOCAL, local",
    "local[2], LOCAL, local[2]",
    "local[*], LOCAL, local[4]",
    "'local[2,3]', LOCAL, 'local[2,3]'",
    "'local[*,3]', LOCAL, 'local[4,3]'",
    "spark://m-1.example.org:7077, STANDALONE, spark://m-1.example.org:7077",
    "'spark://a:7077,[::1]:7078', STANDALONE, 'spark://a:7077,[::1]:7078'",
    "yarn, YARN, yarn",
    "k8s://https://10.0.0.1:6443, KUBERNETES, k8s://https://10.0.0.1:6443",
    "k8s://cluster, KUBERNETES, k8s://cluster"
  })
  void mastersThatSparkKnows(String url, OtherMaster.Kind kind, String effective) {
    OtherMaster master = new OtherMaster(url, null);
    assertThat(master.kind()).isEqualTo(kind);
    assertThat(master.effectiveUrl(new JobSpec.Driver(4000, 1L << 30))).isEqualTo(effective);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Stoker",
        "local[0]",
        "local[ 2]",
        "local[2,0]",
        "local-cluster[1,1,1]",
        "spark://m",
        "spark://m:0",
        "spark://user:secret@m:7077",
        "spark-stoker://m:1",
        "stoker://m:1",
        "yarn-client",
        "k8s://",
        "spark://spark_master:7077",
        "spark://a:7077,b_c:7077",
        "spark://m:99999",
        "spark://[::::]:7077",
        "mesos://m:5050"
      })
  void othersAreRefused(String url) {
    assertThat(violations(draft(url, null, null, null, null)))
        .containsExactly(tuple("/master", "INVALID"));
  }

  @Test
  void aLocalMasterHasNoExecutors() {
    JobSpec spec = draft("local", null, null, null, null).checked(List.of());
    assertThat(spec.executor()).isEqualTo(JobSpec.Executor.NONE);
    assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    JobDraft.Selector anywhere = new JobDraft.Selector(null, null);
    JobDraft.DynamicAllocation dynamic =
        new JobDraft.DynamicAllocation(true, null, 4, null, null, null);
    Map<String, String> settings =
        Map.of(
            "spark.executor.memoryOverhead", "1g",
            "spark.task.maxFailures", "3",
            "spark.sql.shuffle.partitions", "3");
    assertThat(
            violations(
                draft(
                    "local", null, new JobDraft.Executor(1, 1, "1g", anywhere), dynamic, settings)))
        .containsExactlyInAnyOrder(
            tuple("/executor/instances", "NOT_APPLICABLE"),
            tuple("/executor/cores", "NOT_APPLICABLE"),
            tuple("/executor/memory", "NOT_APPLICABLE"),
            tuple("/executor/nodeSelector", "NOT_APPLICABLE"),
            tuple("/dynamicAllocation", "NOT_APPLICABLE"),
            tuple("/sparkConf/spark.executor.memoryOverhead", "NOT_APPLICABLE"),
            tuple("/sparkConf/spark.task.maxFailures", "NOT_APPLICABLE"));
  }

  @ParameterizedTest
  @CsvSource({
    "local[2], 1, false",
    "local[2], 2, true",
    "local[*], 0.5, false",
    "local[*], 3, true"
  })
  void theTasksOfALocalMasterNeedTheDriversCores(String url, BigDecimal cores, boolean fits) {
    JobDraft draft = draft(url, new JobDraft.Driver(cores, null, null), null, null, null);
    if (fits) {
      assertThat(draft.checked(List.of()).driver().coresMilli()).isPositive();
    } else {
      assertThat(violations(draft)).containsExactly(tuple("/driver/cores", "CONTRADICTION"));
    }
  }

  @Test
  void executorsOfAnotherClusterAreSizedAndNotPlaced() {
    JobSpec spec = draft("spark://m:7077", null, LARGE, null, null).checked(List.of());
    assertThat(spec.executor()).isEqualTo(new JobSpec.Executor(3, 2, 2L << 30));
    JobDraft.Executor placed =
        new JobDraft.Executor(null, null, null, new JobDraft.Selector(Map.of("a", "b"), null));
    assertThat(violations(draft("yarn", null, placed, null, Map.of("spark.yarn.queue", "q"))))
        .containsExactly(tuple("/executor/nodeSelector", "NOT_APPLICABLE"));
    JobDraft.DynamicAllocation dynamic =
        new JobDraft.DynamicAllocation(true, null, 4, null, null, null);
    assertThat(refusal(draft("yarn", null, null, dynamic, null)).code())
        .isEqualTo(ErrorCode.NOT_SUPPORTED_YET);
    assertThat(
            violations(draft("spark://m:7077", null, null, null, Map.of("spark.yarn.queue", "q"))))
        .containsExactly(tuple("/sparkConf/spark.yarn.queue", "NOT_APPLICABLE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"opt/spark", "/opt/a:b", "/opt/a,b", "/opt/*", "/opt/a:b\n\n", "/opt/a\u2028b"})
  void aSparkHomeIsAnAbsolutePath(String home) {
    JobDraft draft = draft(new JobDraft.Cluster("local", home), null, null, null, null);
    assertThat(violations(draft)).containsExactly(tuple("/sparkHome", "INVALID_PATH"));
  }

  @Test
  void aSparkHomeIsKept() {
    JobDraft draft = draft(new JobDraft.Cluster("yarn", "/opt/spark"), null, null, null, null);
    assertThat(draft.checked(List.of()).otherMaster())
        .isEqualTo(new OtherMaster("yarn", "/opt/spark"));
  }

  private static JobDraft draft(
      String master,
      JobDraft.@Nullable Driver driver,
      JobDraft.@Nullable Executor executor,
      JobDraft.@Nullable DynamicAllocation dynamic,
      @Nullable Map<String, String> sparkConf) {
    return draft(new JobDraft.Cluster(master, null), driver, executor, dynamic, sparkConf);
  }

  private static JobDraft draft(
      JobDraft.Cluster cluster,
      JobDraft.@Nullable Driver driver,
      JobDraft.@Nullable Executor executor,
      JobDraft.@Nullable DynamicAllocation dynamic,
      @Nullable Map<String, String> sparkConf) {
    return new JobDraft(
        "elsewhere",
        null,
        null,
        new JobDraft.Sql(null, "select 1"),
        null,
        null,
        driver,
        executor,
        null,
        dynamic,
        sparkConf,
        cluster,
        null,
        null,
        null,
        null);
  }

  private static StokerException refusal(JobDraft draft) {
    return catchThrowableOfType(StokerException.class, () -> draft.checked(List.of()));
  }

  private static List<org.assertj.core.groups.Tuple> violations(JobDraft draft) {
    return refusal(draft).violations().stream()
        .map((Violation it) -> tuple(it.pointer(), it.code()))
        .toList();
  }
}
