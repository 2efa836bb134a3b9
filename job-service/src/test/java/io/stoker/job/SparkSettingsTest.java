package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.shuffle.partitions",
        "spark.sql.adaptive.enabled",
        "spark.shuffle.compress",
        "spark.serializer",
        "spark.kryoserializer.buffer.max",
        "spark.default.parallelism",
        "spark.speculation",
        "spark.speculation.quantile",
        "spark.dynamicAllocation.cachedExecutorIdleTimeout",
        "spark.locality.wait.rack"
      })
  void whatOnlyTunesARunIsAllowed(String key) {
    assertThat(check(key, "1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "spark.master, /master",
    "spark.app.name, /name",
    "spark.driver.memory, /driver/memory",
    "spark.driver.cores, /driver/cores",
    "spark.executor.memory, /executor/memory",
    "spark.executor.cores, /executor/cores",
    "spark.executor.instances, /executor/instances",
    "spark.files, /application/files",
    "spark.dynamicAllocation.enabled, /dynamicAllocation",
    "spark.dynamicAllocation.shuffleTracking.enabled, /dynamicAllocation"
  })
  void whatHasAFieldIsRefusedWithTheFieldsName(String key, String field) {
    assertThat(check(key, "1"))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.pointer()).isEqualTo("/sparkConf/" + key);
              assertThat(violation.code()).isEqualTo("HAS_OWN_FIELD");
              assertThat(violation.message()).endsWith(field);
            });
  }

  /** The security checklist, and what the platform itself sets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.driver.extraJavaOptions",
        "spark.executor.extraJavaOptions",
        "spark.driver.defaultJavaOptions",
        "spark.executor.extraClassPath",
        "spark.driver.extraLibraryPath",
        "spark.plugins",
        "spark.extraListeners",
        "spark.sql.queryExecutionListeners",
        "spark.sql.extensions",
        "spark.driver.host",
        "spark.driver.port",
        "spark.authenticate",
        "spark.authenticate.secret",
        "spark.network.crypto.enabled",
        "spark.io.encryption.enabled",
        "spark.eventLog.dir",
        "spark.local.dir",
        "spark.ui.filters",
        "spark.redaction.regex",
        "spark.sql.redaction.options.regex",
        "spark.jars",
        "spark.jars.packages",
        "spark.executorEnv.LD_PRELOAD",
        "spark.hadoop.fs.s3a.secret.key",
        "spark.sql.variable.substitute",
        "spark.sql.sources.commitProtocolClass",
        "spark.shuffle.manager",
        "spark.shuffle.readHostLocalDisk",
        "spark.storage.decommission.enabled",
        "spark.stoker.fence",
        "spark.kubernetes.driver.podTemplateFile",
        "unknown",
        ""
      })
  void whatCouldHarmThePlatformIsRefused(String key) {
    assertThat(check(key, "1")).extracting(Violation::code).containsExactly("NOT_ALLOWED");
  }

  @Test
  void aValueCannotReadTheEnvironmentNorAddALine() {
    assertThat(check("spark.sql.ansi.enabled", "${env:STOKER_ATTEMPT_TOKEN}")).hasSize(1);
    assertThat(check("spark.sql.ansi.enabled", "true\nspark.plugins=x")).hasSize(1);
  }

  @Test
  void aTimeZoneMustBeOne() {
    assertThat(check("spark.sql.session.timeZone", "Europe/Rome")).isEmpty();
    assertThat(check("spark.sql.session.timeZone", "+02:00")).isEmpty();
    assertThat(check("spark.sql.session.timeZone", "Europe/Rom"))
        .extracting(Violation::pointer)
        .containsExactly("/sparkConf/spark.sql.session.timeZone");
  }

  private static List<Violation> check(String key, String value) {
    Violations violations = new Violations();
    new SparkSettings(violations).checked(Map.of(key, value));
    return violations.list();
  }
}
