package io.stoker.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The same rows in each format beside Parquet, in directories by a column, and by way of a table of
 * the script's own; four runs at once.
 */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormatsIT {
  private static final String ROWS =
      "select * from values ('a', 1L, 'x,y'), ('a', 2L, 'z'), ('b c', 3L, null) as t(part, n, s)";

  /** Executors of all nodes write it, and the next statement must find every row. */
  private static final String TABLE =
      """
      create table staging using parquet as select id from range(0, 1000, 1, 8);
      insert into staging select id from range(1000, 1500, 1, 4);
      select count(*) as n,
             count_if(file like 'file://%s/%%/warehouse/staging/%%') as in_storage
      from (select input_file_name() as file from staging)
      """;

  private final Map<String, Run> runs;

  FormatsIT(Cluster cluster) {
    Map<String, Run> started =
        List.of("csv", "json", "orc").stream()
            .collect(Collectors.toMap(format -> format, format -> start(cluster.api(), format)));
    started.put(
        "tables",
        Run.of(cluster.api(), Jobs.query(TABLE.formatted(cluster.home().resolve("storage")))));
    started.values().forEach(Run::expectSuccess);
    runs = started;
  }

  private static Run start(Api api, String format) {
    ObjectNode definition = Jobs.query(ROWS);
    ObjectNode result = definition.putObject("result").put("format", format);
    result.putArray("partitionBy").add("part");
    if (format.equals("csv")) {
      result.putObject("options").put("header", "true");
    }
    return Run.of(api, definition);
  }

  @Test
  void csv() throws IOException {
    JsonNode manifest = manifest("csv");

    assertDescribed(manifest);
    assertThat(lines(manifest, "part=a")).contains("n,s", "1,\"x,y\"", "2,z");
    assertThat(lines(manifest, "part=b%20c", "part=b c")).containsExactlyInAnyOrder("n,s", "3,");
  }

  @Test
  void json() throws IOException {
    JsonNode manifest = manifest("json");

    assertDescribed(manifest);
    assertThat(lines(manifest, "part=a").stream().map(JsonMapper.shared()::readTree))
        .containsExactlyInAnyOrder(
            JsonMapper.shared().readTree("{\"n\":1,\"s\":\"x,y\"}"),
            JsonMapper.shared().readTree("{\"n\":2,\"s\":\"z\"}"));
  }

  @Test
  void orc() throws IOException {
    JsonNode manifest = manifest("orc");

    assertDescribed(manifest);
    List<String> rows = new ArrayList<>();
    for (JsonNode file : manifest.required("files")) {
      rows.addAll(OrcRows.of(path(manifest, file)));
    }
    assertThat(rows).containsExactlyInAnyOrder("1,\"x,y\"", "2,\"z\"", "3,null");
  }

  @Test
  void aTableOfTheScriptLiesWhereAllNodesReadIt() {
    Run run = requireNonNull(runs.get("tables"));

    assertThat(run.longs("n")).containsExactly(1500L);
    assertThat(run.longs("in_storage")).containsExactly(1500L);
  }

  private JsonNode manifest(String format) {
    return requireNonNull(runs.get(format)).get("/result").required("manifest");
  }

  private static void assertDescribed(JsonNode manifest) throws IOException {
    assertThat(manifest.required("totalRows").asInt()).isEqualTo(3);
    assertThat(manifest.required("partitionBy").valueStream().map(JsonNode::asString))
        .containsExactly("part");
    assertThat(manifest.required("schema").valueStream().map(c -> c.required("name").asString()))
        .containsExactlyInAnyOrder("part", "n", "s");
    for (JsonNode file : manifest.required("files")) {
      assertThat(Files.size(path(manifest, file))).isEqualTo(file.required("bytes").asLong());
      assertThat(file.required("path").asString()).startsWith("part=");
    }
  }

  /** Lines of the files in a directory; {@code names} are the spellings that it may have. */
  private static List<String> lines(JsonNode manifest, String... names) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode file : manifest.required("files")) {
      String path = file.required("path").asString();
      if (List.of(names).contains(path.substring(0, path.indexOf('/')))) {
        lines.addAll(Files.readAllLines(path(manifest, file)));
      }
    }
    return lines;
  }

  private static Path path(JsonNode manifest, JsonNode file) {
    return Path.of(URI.create(manifest.required("location").asString()))
        .resolve(file.required("path").asString());
  }
}
