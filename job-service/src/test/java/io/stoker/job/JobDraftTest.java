package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobDraftTest {

  @Test
  void whatIsLeftOpenIsFilledIn() {
    JobSpec spec = Drafts.aDraft("plain").checked(List.of());

    assertThat(spec.queue()).isEqualTo("default");
    assertThat(spec.result()).isNull();
    assertThat(spec.driver()).isEqualTo(new JobSpec.Driver(1000, 1L << 30));
    assertThat(spec.executor()).isEqualTo(new JobSpec.Executor(2, 1, 1L << 30));
    assertThat(spec.retry()).isEqualTo(new JobSpec.Retry(1, Duration.ofSeconds(10)));
    assertThat(spec.timeout()).isNull();
    assertThat(spec.concurrency()).isEqualTo(JobSpec.Concurrency.ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({"PT1S", "PT90M", "P30D"})
  void aTimeoutIsWholeSecondsOfUptime(String text) {
    JobSpec spec = Drafts.withLimits(text, null).checked(List.of());
    assertThat(spec.timeout()).isEqualTo(Duration.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, OUT_OF_RANGE",
    "-PT1H, OUT_OF_RANGE",
    "P30DT1S, OUT_OF_RANGE",
    "PT1.5S, TOO_PRECISE",
    "1h, NOT_A_DURATION",
    "P1M, NOT_A_DURATION"
  })
  void aTimeoutThatCannotBeIsRefused(String text, String code) {
    assertThat(violations(Drafts.withLimits(text, null)))
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(tuple("/timeout", code));
  }

  @Test
  void aBoundIsOneWhenItIsNotGiven() {
    for (ConcurrencyPolicy policy : List.of(ConcurrencyPolicy.QUEUE, ConcurrencyPolicy.SKIP)) {
      JobDraft.Concurrency draft = new JobDraft.Concurrency(policy.name(), null);
      assertThat(Drafts.withLimits(null, draft).checked(List.of()).concurrency())
          .isEqualTo(new JobSpec.Concurrency(policy, 1));
    }
    assertThat(
            Drafts.withLimits(null, new JobDraft.Concurrency("ALLOW", null))
                .checked(List.of())
                .concurrency())
        .isEqualTo(JobSpec.Concurrency.ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    ", 2, /concurrency/policy, REQUIRED",
    "queue, 2, /concurrency/policy, INVALID",
    "QUEUE, 0, /concurrency/max, TOO_SMALL",
    "SKIP, 1001, /concurrency/max, TOO_LARGE",
    "ALLOW, 1, /concurrency/max, CONTRADICTION"
  })
  void aBoundThatCannotBeIsRefused(
      @Nullable String policy, Integer max, String pointer, String code) {
    assertThat(violations(Drafts.withLimits(null, new JobDraft.Concurrency(policy, max))))
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(tuple(pointer, code));
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    JobDraft draft =
        new JobDraft(
            "No Good",
            "default",
            Map.of("a=b", "x"),
            new JobDraft.Sql(
                List.of(
                    new JobDraft.Input("v", "parquet", "data/in", null, null),
                    new JobDraft.Input("V", "xls", "/data/in", null, null)),
                " "),
            new JobDraft.Output("xlsx", List.of("a", "A", ""), "append", Map.of("path", "/x")),
            Map.of("p q", new JobDraft.Parameter("number", null, null)),
            new JobDraft.Driver(
                new BigDecimal("0.0005"), "lots", new JobDraft.Selector(Map.of("", "a"), null)),
            new JobDraft.Executor(
                0, 0, "449m", new JobDraft.Selector(null, Map.of("k", "v".repeat(256)))),
            "TIGHT",
            new JobDraft.DynamicAllocation(true, 3, 2, 9, "PT0S", "soon"),
            Map.of("spark.master", "yarn"),
            new JobDraft.Cluster("mesos://host:5050", null),
            new JobDraft.Retry(11, "PT2H"),
            "PT0.5S",
            new JobDraft.Concurrency("WAIT", 0),
            null);

    assertThat(violations(draft))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder(
            "/name",
            "/labels/a=b",
            "/application/sql",
            "/application/inputs/0/path",
            "/application/inputs/1/view",
            "/application/inputs/1/format",
            "/result/format",
            "/result/partitionBy/1",
            "/result/partitionBy/2",
            "/result/mode",
            "/driver/nodeSelector/required/",
            "/executor/nodeSelector/preferred/k",
            "/placement",
            "/dynamicAllocation/minExecutors",
            "/dynamicAllocation/initialExecutors",
            "/result/options/path",
            "/parameters/p q",
            "/parameters/p q/type",
            "/driver/cores",
            "/driver/memory",
            "/executor/instances",
            "/executor/cores",
            "/executor/memory",
            "/dynamicAllocation/executorIdleTimeout",
            "/dynamicAllocation/schedulerBacklogTimeout",
            "/sparkConf/spark.master",
            "/master",
            "/retry/maxAttempts",
            "/retry/backoff",
            "/timeout",
            "/concurrency/policy");
  }

  @Test
  void onlyKnownWordsWithoutAFeatureAreCalledNotSupportedYet() {
    JobDraft unbuilt =
        new JobDraft(
            "later",
            "default",
            null,
            new JobDraft.Sql(null, "select 1"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new JobDraft.Cluster(null, "/opt/spark"),
            null,
            null,
            null,
            null);

    assertThat(refusal(unbuilt).code()).isEqualTo(ErrorCode.NOT_SUPPORTED_YET);
    assertThat(refusal(Drafts.aDraft("No")).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
  }

  @Test
  void aFieldThatCouldNotBeReadIsNotReportedMissingToo() {
    JobDraft empty = Drafts.with("x", "", null, null);
    List<Violation> found = List.of(new Violation("/application/sql", "WRONG_TYPE", "is 5"));

    StokerException refusal =
        catchThrowableOfType(StokerException.class, () -> empty.checked(found));

    assertThat(refusal.violations()).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"450m, 480m", "1g, 1g", "1000m, 1g", "1025m, 1056m", "1048576k, 1g", "4T, 4096g"})
  void heapsAreRoundedUpTo32MiB(String wanted, String taken) {
    JobDraft.Executor executor = new JobDraft.Executor(null, null, wanted, null);

    JobSpec spec = Drafts.withResources(null, executor, null).checked(List.of());

    assertThat(spec.executor().memory()).isEqualTo(taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1024", "-1g", "1.5g", "g", "449m", "5t", "99999999999999999999999g", "1p"})
  void heapsThatNoJvmTakesAreRefused(String wanted) {
    JobDraft draft = Drafts.withResources(new JobDraft.Driver(null, wanted, null), null, null);

    assertThat(violations(draft)).extracting(Violation::pointer).containsExactly("/driver/memory");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 500", "1, 1000", "1.250, 1250", "1e1, 10000", "1024, 1024000", "0.001, 1"})
  void driverCoresAreKeptInThousandths(BigDecimal cores, long milli) {
    JobDraft draft = Drafts.withResources(new JobDraft.Driver(cores, null, null), null, null);

    assertThat(draft.checked(List.of()).driver().coresMilli()).isEqualTo(milli);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.0005", "1025", "1e1000000000", "1e-1000000000"})
  void driverCoresOutOfRangeAreRefused(BigDecimal cores) {
    JobDraft draft = Drafts.withResources(new JobDraft.Driver(cores, null, null), null, null);

    assertThat(violations(draft)).extracting(Violation::pointer).containsExactly("/driver/cores");
  }

  @Test
  void aParameterThatTheSqlNeverTakesIsRefused() {
    Map<String, JobDraft.Parameter> parameters =
        Map.of("min", new JobDraft.Parameter("integer", 15, null));

    assertThat(violations(Drafts.with("x", "select * from t where d > :minimum", parameters, null)))
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(tuple("/parameters/min", "UNUSED"));
    assertThat(
            Drafts.with("x", "select * from t where d > :min", parameters, null)
                .checked(List.of())
                .parameters())
        .containsEntry("min", new JobSpec.Parameter(ParameterType.INTEGER, "15", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/data/in", "file:/data/in", "file:///data/*.csv", "hdfs://nn:8020/in/{a,b}.csv"})
  void placesThatANodeReads(String path) {
    JobSpec spec = Drafts.withInput(path, Map.of()).checked(List.of());
    assertThat(((JobSpec.Sql) spec.application()).inputs())
        .singleElement()
        .satisfies(input -> assertThat(input.path()).isEqualTo(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data/in",
        "file://data/in",
        "file:in",
        "http://example.org/in.csv",
        "s3a://bucket/in",
        "hdfs://user:secret@nn/in",
        "/data/../etc/passwd",
        "/data/a\nb"
      })
  void placesThatANodeDoesNotRead(String path) {
    assertThat(violations(Drafts.withInput(path, Map.of())))
        .extracting(Violation::pointer)
        .containsExactly("/application/inputs/0/path");
  }

  private static List<Violation> violations(JobDraft draft) {
    return refusal(draft).violations();
  }

  private static StokerException refusal(JobDraft draft) {
    return catchThrowableOfType(StokerException.class, () -> draft.checked(List.of()));
  }
}
