package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertProblem;
import static io.stoker.acceptance.Problems.assertProblemAt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.Reply;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each program of the examples once, as a user uploads and runs it. They run at the same time. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JarJobsIT {
  private static final String TEXT = "To be, or not to be:\nthat is the question.\n";
  private static final int LEAST_DELAY = 60;

  private final Api api;
  private final String examples;
  private final Path list;
  private final Map<String, Run> runs = new LinkedHashMap<>();

  JarJobsIT(Cluster cluster) throws IOException {
    api = cluster.api();
    examples = upload(Packaged.examples());
    list = cluster.home().resolve("list");
    Path text = Files.writeString(cluster.home().resolve("text.txt"), TEXT);
    String output = "${run.output}";
    start("counts", "examples.WordCount", text.toUri() + "", output);
    start(
        "joins",
        "examples.DelaysByState",
        Packaged.flights().toUri() + "",
        Packaged.airports().toUri() + "",
        LEAST_DELAY + "",
        output);
    startWithFile("lists", "examples.ListedWords", output, "be", "not", "never");
    start("collects too much", "examples.CollectsTooMuch", "4");
    start("fills the driver", "examples.CollectsTooMuch", "640");
    start("leaves early", "examples.LeavesEarly", output, "0");
    start("leaves with a code", "examples.LeavesEarly", output, "3");
    start("has a master", "examples.OwnMaster");
    start("misspelled", "examples.Wordcount");
    start("throws", "examples.WordCount", "file:///nowhere/text.txt", output);
  }

  private String upload(Path jar) {
    Reply reply = api.upload("/api/v1/artifacts?name=examples.jar", jar);
    assertThat(reply.status()).as(reply.toString()).isIn(200, 201);
    return reply.json().required("id").asString();
  }

  private void start(String name, String mainClass, String... arguments) {
    ObjectNode job = Jobs.jar(examples, mainClass, arguments);
    ObjectNode settings = job.putObject("sparkConf");
    if (name.equals("collects too much")) {
      settings.put("spark.driver.maxResultSize", "1m");
    } else if (name.equals("fills the driver")) {
      settings.put("spark.driver.maxResultSize", "0");
    } else if (name.equals("joins")) {
      ((ObjectNode) job.required("executor")).put("instances", 2);
    }
    runs.put(name, Run.of(api, job));
  }

  private void startWithFile(String name, String mainClass, String... arguments)
      throws IOException {
    Path words = Files.writeString(list, "to\nbe\nor\nnot\n");
    Reply reply = api.upload("/api/v1/artifacts?kind=FILE&name=list", words);
    assertThat(reply.status()).as(reply.toString()).isIn(200, 201);
    ObjectNode job = Jobs.jar(examples, mainClass, arguments);
    ((ObjectNode) job.required("application"))
        .putObject("files")
        .put("words.txt", reply.json().required("id").asString());
    runs.put(name, Run.of(api, job));
  }

  private Run run(String name) {
    return requireNonNull(runs.get(name));
  }

  @Test
  void wordsAreCountedAndListedInTheManifest() throws IOException {
    JsonNode manifest = run("counts").expectSuccess().get("/result").required("manifest");

    Map<String, String> counts = new TreeMap<>();
    for (Path file : files(manifest)) {
      for (String line : Files.readAllLines(file, UTF_8)) {
        counts.put(line.split("\t", -1)[0], line.split("\t", -1)[1]);
      }
    }
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "to",
                "2",
                "be",
                "2",
                "or",
                "1",
                "not",
                "1",
                "that",
                "1",
                "is",
                "1",
                "the",
                "1",
                "question",
                "1"));
  }

  @Test
  void aFileOfTheJobIsFoundInTheDriverAndInTasks() throws IOException {
    Run run = run("lists").expectSuccess();
    List<String> found = new ArrayList<>();
    for (Path file : files(run.get("/result").required("manifest"))) {
      found.addAll(Files.readAllLines(file, UTF_8));
    }
    assertThat(found).containsExactlyInAnyOrder("be", "not");
    assertThat(run.completeLog("driver", "stdout")).contains("The list has 4 words");
  }

  @Test
  void aScalaProgramJoinsByABroadcastAndCountsByAnAccumulator() throws IOException {
    Run run = run("joins").expectSuccess();
    JsonNode manifest = run.get("/result").required("manifest");

    Map<String, LongSummaryStatistics> expected = new HashMap<>();
    long unknown = delaysByState(expected);
    Map<String, Long> flights = new HashMap<>();
    for (Path file : files(manifest)) {
      ParquetRows.forEach(
          file,
          row -> {
            String state = row.getString("state", 0);
            flights.put(state, row.getLong("flights", 0));
            assertThat(row.getDouble("meanDelay", 0))
                .isEqualTo(requireNonNull(expected.get(state)).getAverage());
          });
    }
    assertThat(flights).hasSize(expected.size());
    expected.forEach(
        (state, delays) -> assertThat(flights).containsEntry(state, delays.getCount()));
    assertThat(manifest.required("format").asString()).isEqualTo("parquet");
    assertThat(manifest.required("totalRows").asLong()).isEqualTo(expected.size());
    assertThat(run.completeLog("driver", "stdout"))
        .contains("Flights from unknown airports: " + unknown);
    assertThat(run.items("/executors")).hasSize(2);
  }

  /** How many flights found no state. */
  private static long delaysByState(Map<String, LongSummaryStatistics> delays) throws IOException {
    Map<String, String> states = new HashMap<>();
    List<String> lines = Files.readAllLines(Packaged.airports(), UTF_8);
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = Csv.fields(line);
      states.put(fields.get(0), fields.get(3));
    }
    long[] unknown = {0};
    ParquetRows.forEach(
        Packaged.flights(),
        flight -> {
          int delay = flight.getType().getFieldIndex("delay");
          if (flight.getFieldRepetitionCount(delay) > 0
              && Long.parseLong(flight.getValueToString(delay, 0)) > LEAST_DELAY) {
            String state = states.get(flight.getString("origin", 0));
            if (state == null) {
              unknown[0]++;
            } else {
              delays
                  .computeIfAbsent(state, s -> new LongSummaryStatistics())
                  .accept(Long.parseLong(flight.getValueToString(delay, 0)));
            }
          }
        });
    return unknown[0];
  }

  private static List<Path> files(JsonNode manifest) {
    Path location = Path.of(URI.create(manifest.required("location").asString()));
    return manifest
        .required("files")
        .valueStream()
        .map(file -> location.resolve(file.required("path").asString()))
        .toList();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "collects too much  | RESULT_TOO_LARGE      | spark.driver.maxResultSize",
        "collects too much  | RESULT_TOO_LARGE      | examples.CollectsTooMuch.main"
            + " (CollectsTooMuch.java:",
        "fills the driver   | DRIVER_OOM            | raise driver.memory",
        "leaves early       | EXITED_WITHOUT_COMMIT | System.exit",
        "leaves with a code | DRIVER_EXITED         | exit code 3",
        "has a master       | MASTER_OVERRIDDEN     | spark.master",
        "misspelled         | CLASS_NOT_FOUND       | Did you mean examples.WordCount?",
        "throws             | USER_EXCEPTION        | Input path does not exist:"
            + " file:/nowhere/text.txt"
      })
  void aProgramThatFailsSaysWhy(String name, String code, String words) {
    Run run = run(name).expectEnd("FAILED");

    JsonNode reason = run.get().required("reason");
    assertThat(reason.required("code").asString()).as(reason.toString()).isEqualTo(code);
    assertThat(reason.required("message").asString()).contains(words).doesNotContain("\tat ");
    assertThat(api.get(run.path() + "/result").status()).isEqualTo(404);
  }

  @Test
  void theLogNamesThePlaceThatLeft() {
    assertThat(run("leaves early").expectEnd("FAILED").completeLog("driver", "stderr"))
        .contains("The program ended the JVM in examples.LeavesEarly.main (LeavesEarly.java:");
  }

  @Test
  void whatARevisionNeedsStays() {
    assertProblem(api.delete("/api/v1/artifacts/" + examples), 409, "CONFLICT");
    ObjectNode unknown = Jobs.jar("0".repeat(64), "examples.WordCount");
    assertProblemAt(
        api.post("/api/v1/jobs", unknown), 422, "VALIDATION_FAILED", "/application/artifact");
    ObjectNode misspelled = Jobs.jar(examples, "examples.WordCount", "${run.outptu}");
    assertProblemAt(
        api.post("/api/v1/jobs", misspelled), 422, "VALIDATION_FAILED", "/application/arguments/0");
  }

  @Test
  void whatIsNoJarIsRefused() {
    Reply reply = api.upload("/api/v1/artifacts", Packaged.airports());
    assertProblem(reply, 422, "NOT_A_JAR");
    assertThat(reply.json().required("detail").asString()).contains("iata");
  }
}
