package io.stoker.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stoker.api.PlatformTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no definition, each refused with the place that is wrong. */
class BadBodyTest extends PlatformTest {
  private static final String JOBS = "/api/v1/jobs";

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "null", "[]", "5", "\"text\"", "true", "{", "{}}", "{} {}", "nul"})
  void whatIsNotOneObjectIsMalformed(String body) {
    http().post(JOBS, body).problem(400, "MALFORMED_REQUEST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": \"a\",, \"b\": 1} | line 1, column 14",
        "{\"name\": \"a\", \"name\": \"b\"} | Duplicate",
        "{\"labels\": {\"a\": \"b\", \"a\": \"c\"}} | Duplicate",
        "{\"name\": \"a\"} {} | line 1, column 14",
        "{'name': 1} | line 1, column 2"
      })
  void malformedJsonNamesItsPlace(String body, String place) {
    assertThat(http().post(JOBS, body).problem(400, "MALFORMED_REQUEST").path("detail").asString())
        .contains(place);
  }

  static Stream<Arguments> wrongFields() {
    return Stream.of(
        arguments("{}", "/name /application"),
        arguments("{'name': 5, 'application': 'select 1'}", "/name /application"),
        arguments("{'name': 'a', 'application': {}}", "/application/type"),
        arguments("{'name': 'a', 'application': {'type': 'COBOL'}}", "/application/type"),
        arguments("{'name': 'a', 'application': {'type': 5}}", "/application/type"),
        arguments("{'name': 'a', 'application': {'type': 'SQL'}}", "/application/sql"),
        arguments(
            "{'name': 'a', 'application': {'sql': 'select 1', 'type': 'SQL', 'x': 1}, 'y': 2}",
            "/application/x /y"),
        arguments(with("'labels': {'a/b~c': 5, 'd': null}"), "/labels/a~1b~0c /labels/d"),
        arguments(with("'labels': {'a\\u0000': 'b', 'c': '\\ud800'}"), "/labels/a\0 /labels/c"),
        arguments(
            with("'sparkConf': {'spark.sql.shuffle.partitions': 8}"),
            "/sparkConf/spark.sql.shuffle.partitions"),
        arguments(
            with("'executor': {'instances': 1.0, 'cores': '1', 'memory': 1024}"),
            "/executor/instances /executor/cores /executor/memory"),
        arguments(with("'executor': {'instances': 99999999999}"), "/executor/instances"),
        arguments(with("'executor': [1]"), "/executor"),
        arguments(with("'driver': {'cores': 1e1000000000}"), "/driver/cores"),
        arguments(
            with("'parameters': {'p': {'default': 1}, 'q': null, 'r': 'x'}"),
            "/parameters/p/type /parameters/q /parameters/r"),
        arguments(
            with("'parameters': {'p': {'type': 'string', 'default': ['\\u0000']}}"),
            "/parameters/p/default/0"),
        arguments(with("'result': {'partitionBy': 'city', 'format': null}"), "/result/partitionBy"),
        arguments(
            "{'name': 'a', 'application': {'type': 'SQL', 'sql': 'select 1', 'inputs': "
                + "[{'view': 'v', 'format': 'csv', 'path': '/in', 'options': {'a': 1}}, null, 5]}}",
            "/application/inputs/0/options/a /application/inputs/1 /application/inputs/2"));
  }

  @ParameterizedTest
  @MethodSource("wrongFields")
  void everyWrongFieldIsNamed(String definition, String pointers) {
    http()
        .post(JOBS, definition.replace('\'', '"'))
        .problemAt(422, "VALIDATION_FAILED", pointers.split(" ", -1));
  }

  @Test
  void anUnknownFieldIsToldWhichFieldsThereAre() {
    assertThat(
            http()
                .post(JOBS, with("'executr': {}").replace('\'', '"'))
                .problemAt(422, "VALIDATION_FAILED", "/executr")
                .at("/errors/0/message")
                .asString())
        .contains("executor");
  }

  @Test
  void theTypeOfAnApplicationMayComeLast() {
    http()
        .post(
            JOBS,
            """
            {"application": {"sql": "select 1", "inputs": [], "type": "SQL"}, "name": "type-last"}
            """)
        .expect(201);
  }

  @Test
  void otherContentTypesAreRefused() {
    http()
        .post(JOBS, "<job/>", "Content-Type", "application/xml")
        .problem(415, "UNSUPPORTED_MEDIA_TYPE");
    http().get(JOBS, "Accept", "text/html").problem(406, "NOT_ACCEPTABLE");
  }

  @Test
  void aDefinitionHasAtMostAMebibyte() {
    String big = "{\"name\": \"" + "a".repeat(1 << 20) + "\"}";

    http().post(JOBS, big).problem(413, "PAYLOAD_TOO_LARGE");
    http().as(null).post(JOBS, big).problem(401, "UNAUTHENTICATED");
  }

  @Test
  void deepNestingEndsSomewhere() {
    String deep = "{\"x\":".repeat(2000) + "1" + "}".repeat(2000);

    http().post(JOBS, deep).problem(400, "MALFORMED_REQUEST");
  }

  private static String with(String field) {
    return "{'name': 'a', 'application': {'type': 'SQL', 'sql': 'select 1'}, " + field + "}";
  }
}
