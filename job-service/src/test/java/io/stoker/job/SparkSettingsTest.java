package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        "spark.locality.wait.rack",
        "spark.task.reaper.enabled",
        "spark.task.reaper.killTimeout",
        "spark.python.worker.reuse",
        "spark.checkpoint.compress",
        "spark.rdd.parallelListingThreshold",
        "spark.barrier.sync.timeout",
        "spark.scheduler.barrier.maxConcurrentTasksCheck.interval",
        "spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
        "spark.ui.retainedTasks"
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
    "spark.jars, /application/jars",
    "spark.jars.packages, /application/packages",
    "spark.jars.repositories, /application/repositories",
    "spark.submit.pyFiles, /application/pyFiles",
    "spark.dynamicAllocation.enabled, /dynamicAllocation/enabled",
    "spark.dynamicAllocation.maxExecutors, /dynamicAllocation/maxExecutors"
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
        "spark.jars.ivy",
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

  /** Each with a reason of its own: what decides in the place of the job, or what does. */
  @ParameterizedTest
  @CsvSource({
    "spark.executor.resource.gpu.amount, cores and memory alone",
    "spark.task.resource.gpu.amount, cores and memory alone",
    "spark.decommission.enabled, how an executor leaves",
    "spark.executor.decommission.killInterval, how an executor leaves",
    "spark.dynamicAllocation.shuffleTracking.enabled, not needed: shuffle servers",
    "spark.shuffle.service.fetch.rdd.enabled, cached blocks go with their executor",
    "spark.shuffle.service.port, each node has a shuffle server",
    "spark.executor.heartbeatInterval, it is 5s",
    "spark.scheduler.maxRegisteredResourcesWaitingTime, for 30s",
    "spark.scheduler.minRegisteredResourcesRatio, 80 %",
    "spark.scheduler.allocation.file, on one machine",
    "spark.executor.processTreeMetrics.enabled, nodes measure",
    "spark.metrics.conf, sinks are code",
    "spark.archives, /application/files",
    "spark.jars.excludes, /application/packages",
    "spark.python.worker.module, Spark's own modules",
    "spark.storage.replication.policy, before they have the program's jars",
    "spark.storage.decommission.fallbackStorage.path, nobody would delete",
    "spark.kubernetes.driver.podTemplateFile, only container.image"
  })
  void whatIsRefusedHasATrueReason(String key, String reason) {
    assertThat(check(key, "1"))
        .extracting(Violation::code, Violation::message)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.toList().get(0)).isEqualTo("NOT_ALLOWED");
              assertThat(it.toList().get(1)).asString().contains(reason);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.extensions",
        "spark.sql.catalog.spark_catalog",
        "spark.kryo.registrator",
        "spark.jars.packages",
        "spark.files"
      })
  void whatIsOfProgramsSaysSoToSql(String key) {
    assertThat(check(key, "io.delta.Thing", false))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.code()).isEqualTo("NOT_APPLICABLE");
              assertThat(violation.message()).contains("JAR and PYTHON jobs");
            });
  }

  @Test
  void aProgramMayNameItsExtensionsAndCatalogsButNoSecrets() {
    assertThat(check("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")).isEmpty();
    assertThat(check("spark.sql.catalog.spark_catalog", "io.delta.Catalog")).isEmpty();
    assertThat(check("spark.sql.catalog.prod.warehouse", "/data/w")).isEmpty();
    for (String key : List.of("password", "oauth2-token", "s3.access-key-id", "credential")) {
      assertThat(check("spark.sql.catalog.prod." + key, "x"))
          .extracting(Violation::message)
          .singleElement()
          .asString()
          .contains("whoever may read jobs");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "spark.log.level, DEBUG, true",
    "spark.log.level, warn, true",
    "spark.log.level, TRACE, false",
    "spark.log.level, loud, false",
    "spark.scheduler.listenerbus.eventqueue.capacity, 50000, true",
    "spark.scheduler.listenerbus.eventqueue.appStatus.capacity, 100, false",
    "spark.scheduler.listenerbus.eventqueue.capacity, 1000001, false",
    "spark.task.cpus, 2, true",
    "spark.task.cpus, 0, false",
    "spark.task.cpus, two, false"
  })
  void someValuesHaveBounds(String key, String value, boolean allowed) {
    List<Violation> found = check(key, value);
    assertThat(found.isEmpty()).isEqualTo(allowed);
    assertThat(found)
        .allSatisfy(
            violation -> {
              assertThat(violation.code()).isEqualTo("INVALID");
              assertThat(violation.message()).contains("must be ", "but is \"" + value + "\"");
            });
  }

  /** Spark would refuse it when driver and executors have their room. */
  @ParameterizedTest
  @CsvSource({
    ", 2, 2, ",
    ", 2, 3, '/executor/cores, 2'",
    "yarn, 2, 3, '/executor/cores, 2'",
    "local[*], 2, 4, ",
    "local[*], 2, 5, '/driver/cores, 4'",
    "local[2], 2, 3, 'the threads of local[2], 2'",
    "local, 2, 2, 'the threads of local, 1'"
  })
  void aTaskMustFitIntoWhatRunsIt(
      @Nullable String master, int executorCores, String cpus, @Nullable String most) {
    Violations violations = new Violations();
    TaskCpus.check(
        Map.of("spark.task.cpus", cpus),
        new JobSpec.Driver(4000, 1L << 30),
        new JobSpec.Executor(2, executorCores, 1L << 30),
        master == null ? null : new OtherMaster(master, null),
        violations);
    if (most == null) {
      assertThat(violations.list()).isEmpty();
      return;
    }
    assertThat(violations.list())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.pointer()).isEqualTo("/sparkConf/spark.task.cpus");
              assertThat(violation.message()).contains("at most " + most, "but is " + cpus);
            });
  }

  @Test
  void jobsAndPlansCompareATasksCores() {
    Map<String, String> settings = Map.of("spark.task.cpus", "2");
    String pointer = "/sparkConf/spark.task.cpus";
    assertThatExceptionOfType(StokerException.class)
        .isThrownBy(() -> Drafts.with("wide", "select 1", null, settings).checked(List.of()))
        .satisfies(
            refused ->
                assertThat(refused.violations()).extracting("pointer").containsExactly(pointer));
    assertThatExceptionOfType(StokerException.class)
        .isThrownBy(() -> Sizing.checked(null, null, null, settings, "JAR", List.of()))
        .satisfies(
            refused ->
                assertThat(refused.violations()).extracting("pointer").containsExactly(pointer));
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
    return check(key, value, true);
  }

  private static List<Violation> check(String key, String value, boolean program) {
    Violations violations = new Violations();
    new SparkSettings(violations, program).checked(Map.of(key, value));
    return violations.list();
  }
}
