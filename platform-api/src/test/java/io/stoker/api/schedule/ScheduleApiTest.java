package io.stoker.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Schedules as a client writes, reads and changes them; none of these ever fires. */
class ScheduleApiTest extends PlatformTest {
  private static final String JOBS = "/api/v1/jobs";
  private static final String SCHEDULES = JOBS + "/planned/schedules";
  private static final String YEARLY = "{\"cron\": \"0 0 1 1 *\"}";

  @BeforeEach
  void makeAJob() {
    http()
        .post(
            JOBS,
            """
            {"name": "planned",
             "application": {"type": "SQL", "sql": "select :minDelay d, :day n"},
             "parameters": {"minDelay": {"type": "integer", "default": 15},
                            "day": {"type": "date", "default": "2026-01-01"}}}
            """)
        .expect(201);
  }

  @AfterEach
  void deleteTheJob() {
    http().delete(JOBS + "/planned", "If-Match", "*").expect(204);
  }

  @Test
  void aScheduleIsMadeAndReadWithItsDefaults() {
    Reply made = http().post(SCHEDULES, "{\"cron\": \"30  2 * * mon-fri\"}").expect(201);

    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    Reply read = http().get(made.header("Location")).expect(200);
    assertThat(read.json()).isEqualTo(made.json());
    assertThat(made.header("Location")).isEqualTo(SCHEDULES + "/" + text(made.json(), "id"));
    JsonNode schedule = read.json();
    assertThat(text(schedule, "state")).isEqualTo("ACTIVE");
    assertThat(text(schedule, "words")).isEqualTo("At 02:30 on Monday to Friday (UTC)");
    assertThat(schedule.at("/next/weekday").asString()).matches("(Mon|Tues|Wednes|Thurs|Fri)day");
    assertThat(schedule.path("definition").toString())
        .isEqualTo(
            "{\"cron\":\"30 2 * * MON-FRI\",\"zone\":\"UTC\",\"parameters\":{},"
                + "\"catchUp\":{\"policy\":\"LAST\"},\"overlap\":\"SKIP\"}");
    assertThat(items(SCHEDULES)).containsExactly(schedule);
    assertThat(items(made.header("Location") + "/fires")).isEmpty();
  }

  @Test
  void aChangeNeedsTheEtagOfWhatItsAuthorSaw() {
    String path = made(YEARLY);
    http().put(path, YEARLY).problem(428, "PRECONDITION_REQUIRED");
    http().patch(path, "{}").problem(428, "PRECONDITION_REQUIRED");
    http().delete(path).problem(428, "PRECONDITION_REQUIRED");
    http().put(path, YEARLY, "If-Match", "\"2\"").problem(412, "STALE_ETAG");

    assertThat(http().put(path, YEARLY, "If-Match", "\"1\"").expect(200).header("ETag"))
        .as("the same definition is no change")
        .isEqualTo("\"1\"");
    String changed = "{\"cron\": \"0 3 1 1 *\", \"zone\": \"Asia/Tokyo\", \"overlap\": \"QUEUE\"}";
    assertThat(http().put(path, changed, "If-Match", "\"1\"").expect(200).header("ETag"))
        .isEqualTo("\"2\"");
    http().patch(path, "{\"zone\": null}", "If-Match", "\"1\"").problem(412, "STALE_ETAG");
    Reply patched =
        http()
            .patch(
                path,
                "{\"zone\": null, \"parameters\": {\"minDelay\": 7}}",
                "If-Match",
                "\"2\"",
                "Content-Type",
                "application/merge-patch+json")
            .expect(200);
    assertThat(patched.header("ETag")).isEqualTo("\"3\"");
    JsonNode definition = patched.json().path("definition");
    assertThat(text(definition, "cron")).isEqualTo("0 3 1 1 *");
    assertThat(text(definition, "zone")).isEqualTo("UTC");
    assertThat(text(definition, "overlap")).isEqualTo("QUEUE");
    assertThat(definition.at("/parameters/minDelay").asInt()).isEqualTo(7);
    http()
        .patch(path, "{\"overlap\": \"X\", \"crom\": 1}", "If-Match", "*")
        .problemAt(422, "VALIDATION_FAILED", "/overlap", "/crom");
    http().delete(path, "If-Match", "\"2\"").problem(412, "STALE_ETAG");
    http().delete(path, "If-Match", "\"3\"").expect(204);
    http().get(path).problem(404, "NOT_FOUND");
    http().get(path + "/fires").problem(404, "NOT_FOUND");
    http().post(path + ":pause", "").problem(404, "NOT_FOUND");
  }

  @Test
  void pausesAreRevisionsAndTwiceIsOnce() {
    String path = made(YEARLY);
    assertThat(text(http().post(path + ":pause", "").expect(200).json(), "state"))
        .isEqualTo("PAUSED");
    assertThat(http().post(path + ":pause", "").expect(200).header("ETag")).isEqualTo("\"2\"");
    Reply resumed = http().post(path + ":resume", "").expect(200);
    assertThat(text(resumed.json(), "state")).isEqualTo("ACTIVE");
    assertThat(http().post(path + ":resume", "").expect(200).header("ETag")).isEqualTo("\"3\"");
  }

  /** Each is refused by naming the field, and nothing is made. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {}                                                        | REQUIRED          | /cron
          {"cron": "  "}                                            | REQUIRED          | /cron
          {"cron": "whenever you like"}                             | INVALID           | /cron
          {"cron": "99 * * * *"}                                    | INVALID           | /cron
          {"cron": "/2 * * * *"}                                    | INVALID           | /cron
          {"cron": "0 0 0 ? * 2#6"}                                 | INVALID           | /cron
          {"cron": "@daily"}                                        | INVALID           | /cron
          {"cron": "0 0 30 2 *"}                                    | NEVER_FIRES       | /cron
          {"cron": "0 0 31 2 */2"}                                  | NEVER_FIRES       | /cron
          {"cron": "0 0 0 1 1 ? 2020"}                              | NEVER_FIRES       | /cron
          {"cron": "0 0 1 1 *", "zone": "Mars/Olympus"}             | UNKNOWN_ZONE      | /zone
          {"cron": "0 0 1 1 *", "zone": "berlin"}                   | UNKNOWN_ZONE      | /zone
          {"cron": "0 0 1 1 *", "zone": "+02:00"}                   | UNKNOWN_ZONE      | /zone
          {"cron": "0 0 1 1 *", "startAt": "2090-01-02T00:00:00Z", "endAt": "2090-01-01T00:00:00Z"} | END_BEFORE_START | /endAt
          {"cron": "0 0 1 1 *", "startAt": "2090-01-02T00:00:00Z", "endAt": "2090-01-02T00:00:00Z"} | END_BEFORE_START | /endAt
          {"cron": "0 0 1 1 *", "startAt": "2090-01-02T00:00:00Z", "endAt": "2090-02-01T00:00:00Z"} | NEVER_FIRES | /endAt
          {"cron": "0 0 1 1 *", "endAt": "2020-01-01T00:00:00Z"}    | IN_THE_PAST       | /endAt
          {"cron": "0 0 1 1 *", "startAt": "1066-01-01T00:00:00Z"}  | OUT_OF_RANGE      | /startAt
          {"cron": "0 0 1 1 *", "startAt": "tomorrow"}              | *                 | /startAt
          {"cron": "0 0 1 1 *", "catchUp": {"policy": "SOME"}}      | UNKNOWN_WORD      | /catchUp/policy
          {"cron": "0 0 1 1 *", "catchUp": {"policy": "ALL"}}       | REQUIRED          | /catchUp/max
          {"cron": "0 0 1 1 *", "catchUp": {"policy": "ALL", "max": 0}}   | OUT_OF_RANGE | /catchUp/max
          {"cron": "0 0 1 1 *", "catchUp": {"policy": "ALL", "max": 101}} | OUT_OF_RANGE | /catchUp/max
          {"cron": "0 0 1 1 *", "catchUp": {"policy": "LAST", "max": 1}}  | NOT_ALLOWED  | /catchUp/max
          {"cron": "0 0 1 1 *", "catchUp": "ALL"}                   | *                 | /catchUp
          {"cron": "0 0 1 1 *", "overlap": "MAYBE"}                 | UNKNOWN_WORD      | /overlap
          {"cron": "0 0 1 1 *", "parameters": {"minDealy": 1}}      | UNKNOWN_PARAMETER | /parameters/minDealy
          {"cron": "0 0 1 1 *", "parameters": {"minDelay": "x"}}    | *                 | /parameters/minDelay
          {"cron": "0 0 1 1 *", "parameters": {"minDelay": "${nominalTime}"}} | *       | /parameters/minDelay
          {"cron": "0 0 1 1 *", "parameters": {"day": null}}        | *                 | /parameters/day
          {"cron": "0 0 1 1 *", "parameters": []}                   | *                 | /parameters
          {"cron": "0 0 1 1 *", "name": "No Good"}                  | INVALID           | /name
          {"cron": "0 0 1 1 *", "every": 5}                         | *                 | /every
          {"cron": 5}                                               | *                 | /cron
          """)
  void badInputIsRefusedByTheNameOfItsField(String body, String code, String pointer) {
    JsonNode problem = http().post(SCHEDULES, body).problemAt(422, "VALIDATION_FAILED", pointer);

    if (!code.equals("*")) {
      assertThat(problem.at("/errors/0/code").asString()).isEqualTo(code);
    }
    assertThat(problem.at("/errors/0/message").asString()).isNotBlank();
    assertThat(items(SCHEDULES)).isEmpty();
    String path = made(YEARLY);
    http().put(path, body, "If-Match", "*").problemAt(422, "VALIDATION_FAILED", pointer);
    assertThat(http().get(path).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    http()
        .post(
            SCHEDULES,
            """
            {"cron": "x", "zone": "x", "overlap": "x", "name": "X", "catchUp": {"policy": "x"},
             "parameters": {"x": 1}, "startAt": "x", "x": 1}
            """)
        .problemAt(
            422,
            "VALIDATION_FAILED",
            "/cron",
            "/zone",
            "/overlap",
            "/name",
            "/catchUp/policy",
            "/parameters/x",
            "/startAt",
            "/x");
    http().post(SCHEDULES, "{\"cron\": ").problem(400, "MALFORMED_REQUEST");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String path = made(YEARLY);
    String id = path.substring(path.lastIndexOf('/') + 1);
    http().post(JOBS + "/nobody/schedules", YEARLY).problem(404, "NOT_FOUND");
    http().get(JOBS + "/nobody/schedules").problem(404, "NOT_FOUND");
    http().get(SCHEDULES + "/nightly").problem(404, "NOT_FOUND");
    http().get(SCHEDULES + "/0197a3c4-1c5e-7aa0-8000-0123456789ab").problem(404, "NOT_FOUND");
    http()
        .post(JOBS, "{\"name\": \"other\", \"application\": {\"type\": \"SQL\", \"sql\": \"x\"}}")
        .expect(201);
    String elsewhere = JOBS + "/other/schedules/" + id;
    http().get(elsewhere).problem(404, "NOT_FOUND");
    http().get(elsewhere + "/fires").problem(404, "NOT_FOUND");
    http().post(elsewhere + ":pause", "").problem(404, "NOT_FOUND");
    http().delete(elsewhere, "If-Match", "*").problem(404, "NOT_FOUND");
    http().delete(JOBS + "/other", "If-Match", "*").expect(204);
    http().get(path).expect(200);
  }

  @Test
  void aJobHasEachNameOnceAndTwentySchedules() {
    String named = "{\"name\": \"yearly\", \"cron\": \"0 0 1 1 *\"}";
    String path = made(named);
    http().post(SCHEDULES, named).problem(409, "ALREADY_EXISTS");
    String second = made(YEARLY);
    http().put(second, named, "If-Match", "*").problem(409, "ALREADY_EXISTS");
    http().delete(path, "If-Match", "*").expect(204);
    http().put(second, named, "If-Match", "*").expect(200);
    for (int i = 1; i < 20; i++) {
      made(YEARLY);
    }
    assertThat(http().post(SCHEDULES, YEARLY).problem(409, "CONFLICT").path("detail").asString())
        .contains("20 schedules");
    assertThat(items(SCHEDULES + "?pageSize=7")).hasSize(7);
  }

  @Test
  void aRepeatAnswersWithTheScheduleThatTheFirstOneMade() {
    Reply first = http().post(SCHEDULES, YEARLY, "Idempotency-Key", "again").expect(201);
    Reply second = http().post(SCHEDULES, YEARLY, "Idempotency-Key", "again").expect(201);
    assertThat(second.json()).isEqualTo(first.json());
    http()
        .post(SCHEDULES, "{\"cron\": \"0 0 2 1 *\"}", "Idempotency-Key", "again")
        .problem(422, "IDEMPOTENCY_KEY_REUSED");
    assertThat(items(SCHEDULES)).hasSize(1);
  }

  @Test
  void aPreviewSaysWhenAndOnWhichDays() {
    String zone = "\"zone\": \"Europe/Berlin\", \"after\": \"2026-03-27T12:00:00Z\"";
    JsonNode preview = preview("{\"cron\": \"30 2 * * *\", \"count\": 3, " + zone + "}");
    assertThat(text(preview, "words")).isEqualTo("At 02:30 every day (Europe/Berlin)");
    assertThat(preview.path("times").valueStream().map(time -> text(time, "local")))
        .containsExactly(
            "2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00");
    assertThat(preview.path("times").valueStream().map(time -> text(time, "weekday")))
        .containsExactly("Saturday", "Sunday", "Monday");
    assertThat(preview.at("/times/1/note").asString()).contains("do not exist on 2026-03-29");

    String path = made("{\"cron\": \"0 0 29 2 *\"}");
    http().post(path + ":pause", "").expect(200);
    JsonNode next = http().get(path + "/preview?count=2&after=2090-01-01T00:00:00Z").json();
    assertThat(next.path("times").valueStream().map(time -> text(time, "local")))
        .containsExactly("2092-02-29T00:00:00Z", "2096-02-29T00:00:00Z");
    assertThat(http().get(path + "/preview?after=2101-01-01T00:00:00Z").json().path("times"))
        .isEmpty();
  }

  @Test
  void aPreviewRefusesWhatAScheduleWould() {
    refused("{\"cron\": \"x\", \"zone\": \"x\", \"count\": 0}", "/cron", "/zone", "/count");
    refused("{\"cron\": \"0 0 30 2 *\"}", "/cron");
    refused("{\"cron\": \"0 0 * * *\", \"count\": 101}", "/count");
    refused("{\"cron\": \"0 0 * * *\", \"after\": \"x\"}", "/after");
    String path = made(YEARLY);
    for (String query : List.of("count=0", "count=101", "count=x", "after=x")) {
      http().get(path + "/preview?" + query).problem(400, "MALFORMED_REQUEST");
    }
    for (String query : List.of("pageSize=0", "pageSize=x", "pageToken=x")) {
      http().get(path + "/fires?" + query).problem(400, "MALFORMED_REQUEST");
      http().get(SCHEDULES + "?" + query).problem(400, "MALFORMED_REQUEST");
    }
  }

  private JsonNode preview(String body) {
    return http().post("/api/v1/schedules:preview", body).expect(200).json();
  }

  private void refused(String body, String... pointers) {
    http().post("/api/v1/schedules:preview", body).problemAt(422, "VALIDATION_FAILED", pointers);
  }

  private String made(String definition) {
    return http().post(SCHEDULES, definition).expect(201).header("Location");
  }

  private List<JsonNode> items(String path) {
    return http().get(path).expect(200).json().path("items").valueStream().toList();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString();
  }
}
