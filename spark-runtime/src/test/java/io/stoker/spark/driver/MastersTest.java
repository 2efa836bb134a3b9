package io.stoker.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MastersTest {
  @ParameterizedTest
  @CsvSource({"yarn, spark-yarn_2.13", "k8s://https://cluster:6443, spark-kubernetes_2.13"})
  void aModuleThatSparkLacksIsNamedWithTheRemedy(String master, String module) {
    SparkConf conf = conf(master);
    JobFailure failure =
        catchThrowableOfType(
            JobFailure.class, () -> Masters.requireModules(conf, Map.of("HADOOP_CONF_DIR", "/x")));
    assertThat(failure.code()).isEqualTo("MASTER_MODULE_MISSING");
    assertThat(failure.sentence()).contains(master, module, "sparkHome");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void othersNeedNoModule() {
    for (String master : new String[] {"stoker://p:7700", "local[2]", "spark://m:7077"}) {
      assertThatCode(() -> Masters.requireModules(conf(master), Map.of()))
          .doesNotThrowAnyException();
    }
  }

  /** Another master numbers its applications itself, which is no change by the program. */
  @Test
  void theGuardLooksAtTheApplicationsIdOfItsOwnMasterOnly() {
    SparkConf local = conf("local[2]").set("spark.app.id", "run-1");
    DriverGuard guard = DriverGuard.of(local);
    assertThatCode(() -> guard.check(local.clone().set("spark.app.id", "local-1764321")))
        .doesNotThrowAnyException();
    SparkConf ours = conf("stoker://p:7700").set("spark.app.id", "run-1");
    assertThat(overridden(ours, ours.clone().set("spark.app.id", "x"))).contains("spark.app.id");
    assertThat(overridden(local, local.clone().set("spark.master", "local[8]")))
        .contains("spark.master from 'local[2]' to 'local[8]'");
  }

  private static String overridden(SparkConf assigned, SparkConf effective) {
    JobFailure failure =
        catchThrowableOfType(JobFailure.class, () -> DriverGuard.of(assigned).check(effective));
    assertThat(failure.code()).isEqualTo("MASTER_OVERRIDDEN");
    return failure.sentence();
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).set("spark.master", master);
  }
}
