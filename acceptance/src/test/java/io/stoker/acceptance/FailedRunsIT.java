package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertForAPerson;
import static io.stoker.acceptance.Problems.assertProblem;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs whose mistake only their driver can find: each run ends FAILED and says what to mend. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailedRunsIT {
  private static final String MISSING = "/nowhere/flights.parquet";

  private final Api api;
  private final Map<String, Run> runs = new LinkedHashMap<>();

  FailedRunsIT(Cluster cluster) {
    api = cluster.api();
    start("missing input", missingInput());
    start("does not parse", Jobs.query("selct 1 one"));
    start("does not analyse", Jobs.query("select arrival from values (1) as t(departure)"));
    start("no last query", Jobs.query("create temporary view v as select 1 one"));
    start("task fails", Jobs.query("select raise_error('row ' || id) from range(4)"));
    start("refused statement", Jobs.query("add jar '/tmp/x.jar'; select 1 one"));
  }

  private void start(String name, ObjectNode definition) {
    runs.put(name, Run.of(api, definition));
  }

  private static ObjectNode missingInput() {
    ObjectNode definition = Jobs.query("select * from flights");
    ((ObjectNode) definition.required("application"))
        .putArray("inputs")
        .addObject()
        .put("view", "flights")
        .put("format", "parquet")
        .put("path", "file://" + MISSING);
    return definition;
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "missing input,     INPUT_NOT_FOUND,       " + MISSING,
    "does not parse,    SQL_PARSE_ERROR,       selct",
    "does not analyse,  SQL_ANALYSIS_ERROR,    arrival",
    "no last query,     NO_RESULT_QUERY,       query",
    "task fails,        JOB_ABORTED,           row",
    "refused statement, SQL_STATEMENT_REFUSED, JAR"
  })
  void aFailedRunSaysWhy(String name, String code, String word) {
    Run run = requireNonNull(runs.get(name)).expectEnd("FAILED");

    JsonNode reason = run.get().required("reason");
    assertThat(reason.required("code").asString()).as(reason.toString()).isEqualTo(code);
    String message = reason.required("message").asString();
    assertForAPerson(message);
    assertThat(message).containsIgnoringCase(word);
    assertProblem(api.get(run.path() + "/result"), 404, "NOT_FOUND");
    assertThat(run.items("/attempts").stream().map(a -> a.required("state").asString()))
        .containsExactly("FAILED");
  }
}
