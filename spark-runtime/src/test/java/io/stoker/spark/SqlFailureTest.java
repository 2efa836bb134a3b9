package io.stoker.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.DriverFailure;
import io.stoker.spark.platform.SelfStop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way a SQL program can fail has its code and a sentence that says what to do. */
class SqlFailureTest {
  private Path storage;
  private LocalDriver driver;

  @BeforeEach
  void makeDriver(@TempDir Path directory) {
    storage = directory;
    driver = new LocalDriver(storage);
  }

  @AfterEach
  void nothingIsCommitted() {
    assertThat(driver.platform.committed).isNull();
    driver.close();
  }

  private DriverFailure failure(String sql) {
    assertThat(driver.run(sql)).isFalse();
    DriverFailure failure = driver.failure();
    assertThat(failure.message()).doesNotContain("\n").doesNotContain("\tat ");
    return failure;
  }

  private void assertPermanent(DriverFailure failure, String code) {
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void aParseErrorNamesStatementLineAndColumn() {
    DriverFailure failure = failure("select 1;\n\n-- the next one\nselect\n  )");
    assertPermanent(failure, "SQL_PARSE_ERROR");
    assertThat(failure.message())
        .contains("PARSE_SYNTAX_ERROR")
        .endsWith("(statement 2, line 5, column 3)");
    assertThat(driver.platform.calls).doesNotContain("started");
  }

  @Test
  void aMasterThatIsNotThereIsNamedAndMayComeBack() {
    driver.set("spark.master", "spark://127.0.0.1:1");
    DriverFailure failure = failure("select 1 a");
    assertThat(failure.code()).isEqualTo("MASTER_UNREACHABLE");
    assertThat(failure.message()).contains("No Spark master answers at spark://127.0.0.1:1");
    assertThat(failure.retryable()).isTrue();
    assertThat(driver.platform.calls).doesNotContain("started");
  }

  @Test
  void anUnclosedCommentIsNotTheScriptsEnd() {
    DriverFailure failure = failure("select 1; /* select 2");
    assertPermanent(failure, "SQL_PARSE_ERROR");
    assertThat(failure.message()).contains("never ends");
  }

  @Test
  void anUnknownColumnIsAnAnalysisError() {
    DriverFailure failure = failure("create temp view v as select 1 a;\nselect\n  a,\n  bb from v");
    assertPermanent(failure, "SQL_ANALYSIS_ERROR");
    assertThat(failure.message())
        .contains("UNRESOLVED_COLUMN", "`bb`")
        .doesNotContain("'Project")
        .endsWith("(statement 2, line 4, column 3)");
  }

  @Test
  void aMissingParameterIsNamed() {
    DriverFailure failure = failure("select :least");
    assertThat(failure.message()).contains("least").contains("statement 1");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void aParameterOfTheWrongTypeIsNamed() {
    driver.parameter("day", "date", "yesterday");
    DriverFailure failure = failure("select :day");
    assertPermanent(failure, "PARAMETER_INVALID");
    assertThat(failure.message()).isEqualTo("Parameter 'day' is not a date: 'yesterday'.");
  }

  @Test
  void aMissingInputNamesViewAndPath() {
    driver.input("flights", "parquet", storage.resolve("none.parquet"), Map.of());
    DriverFailure failure = failure("select * from flights");
    assertPermanent(failure, "INPUT_NOT_FOUND");
    assertThat(failure.message()).contains("'flights'", "none.parquet", "application.inputs");
  }

  @Test
  void aPatternThatMatchesNothingIsMissingToo() {
    driver.input("flights", "parquet", storage + "/*.parquet", Map.of(), null);
    assertPermanent(failure("select * from flights"), "INPUT_NOT_FOUND");
  }

  @Test
  void aSchemeThatNothingReadsIsInvalid() {
    driver.input("flights", "parquet", "nope://bucket/flights", Map.of(), null);
    DriverFailure failure = failure("select * from flights");
    assertPermanent(failure, "INPUT_INVALID");
    assertThat(failure.message()).contains("'flights'", "nope");
  }

  @Test
  void aFileOfAnotherFormatIsInvalid() throws IOException {
    Path text = Files.writeString(storage.resolve("text.parquet"), "not parquet at all");
    driver.input("flights", "parquet", text, Map.of());
    DriverFailure failure = failure("select * from flights");
    assertPermanent(failure, "INPUT_INVALID");
    assertThat(failure.message()).contains("'flights'", "cannot be read as parquet");
  }

  @Test
  void aSchemaThatIsNoDdlIsInvalid() throws IOException {
    Path csv = Files.writeString(storage.resolve("a.csv"), "1\n");
    driver.input("a", "csv", csv.toString(), Map.of(), "id WRONGTYPE");
    DriverFailure failure = failure("select * from a");
    assertPermanent(failure, "INPUT_INVALID");
    assertThat(failure.message()).contains("'a'", "schema", "WRONGTYPE");
  }

  @Test
  void aScriptWithoutFinalQueryHasNoResult() {
    DriverFailure failure = failure("select 1; create temp view v as select 2");
    assertPermanent(failure, "NO_RESULT_QUERY");
    assertThat(failure.message()).contains("statement 2, line 1");
  }

  @Test
  void aScriptOfCommentsHasNoResult() {
    assertPermanent(failure("-- nothing\n/* at all; */ ;;"), "NO_RESULT_QUERY");
  }

  @Test
  void settingsOutsideTheListAreRefused() {
    DriverFailure failure = failure("select 1;\nset spark.sql.warehouse.dir=/tmp; select 2");
    assertPermanent(failure, "SQL_STATEMENT_REFUSED");
    assertThat(failure.message()).contains("spark.sql.warehouse.dir", "statement 2, line 2");
  }

  @Test
  void aSettingThatSparkCannotReadIsNamed() {
    driver.set("spark.sql.shuffle.partitions", "many");
    DriverFailure failure = failure("select 1");
    assertPermanent(failure, "SPARK_CONF_INVALID");
    assertThat(failure.message()).contains("spark.sql.shuffle.partitions", "many");
  }

  /** Spark finds them itself, while its context is made. */
  @ParameterizedTest
  @CsvSource({
    "spark.serializer, no.such.Class, there is no class no.such.Class",
    "spark.network.timeout, 1s, spark.executor.heartbeatInterval",
    "spark.scheduler.mode, RANDOM, RANDOM",
    "spark.task.cpus, 3, cpus per task = 3"
  })
  void aSettingThatSparkRefusesAtItsStartIsNotTriedAgain(String key, String value, String words) {
    driver.set(key, value);
    DriverFailure failure = failure("select 1");
    assertPermanent(failure, "SPARK_CONF_INVALID");
    assertThat(failure.message()).contains(words, "Correct it in the job's sparkConf");
    if (!key.equals("spark.task.cpus")) {
      assertThat(failure.message()).contains("the setting " + key);
    }
  }

  @Test
  void aPortThatIsTakenIsNoFaultOfTheSettings() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      driver.set("spark.driver.port", "" + taken.getLocalPort()).set("spark.port.maxRetries", "0");
      DriverFailure failure = failure("select 1");
      assertThat(failure.code()).isEqualTo("DRIVER_ERROR");
      assertThat(failure.retryable()).isTrue();
    }
  }

  @Test
  void aFailingTaskTellsItsRootCause() {
    DriverFailure failure = failure("select 1;\nselect cast(concat('x', id) as int) from range(3)");
    assertPermanent(failure, "JOB_ABORTED");
    assertThat(failure.message())
        .contains("CAST_INVALID_INPUT", "'x")
        .endsWith("(statement 2, line 2)");
    assertThat(failure.detail()).isNotNull();
  }

  @Test
  void anUnknownPartitionColumnIsAnAnalysisError() {
    driver.output("parquet", List.of("nope"), Map.of());
    DriverFailure failure = failure("select 1 a");
    assertPermanent(failure, "SQL_ANALYSIS_ERROR");
    assertThat(failure.message()).contains("nope");
  }

  @Test
  void aColumnThatTheFormatCannotHoldIsAnAnalysisError() {
    driver.output("csv", List.of(), Map.of());
    DriverFailure failure = failure("select array(1, 2) a");
    assertPermanent(failure, "SQL_ANALYSIS_ERROR");
  }

  @Test
  void aProgramThatTakesAnotherMasterIsStopped() {
    var other = driver.conf().clone().set("spark.master", "local[1]");
    assertThat(driver.run("select 1", other)).isFalse();
    assertPermanent(driver.failure(), "MASTER_OVERRIDDEN");
    assertThat(driver.failure().message()).contains("spark.master", "local[1]", "local[2]");
  }

  @Test
  void aFencedDriverCommitsNothingAndStopsItself() {
    driver.platform.fence();
    assertThat(driver.run("select 1")).isFalse();
    assertThat(driver.platform.failures).isEmpty();
    assertThat(driver.selfStops).containsExactly(SelfStop.FENCED);
  }
}
