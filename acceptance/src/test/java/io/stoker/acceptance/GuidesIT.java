package io.stoker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.docs.Markdown;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands of pages, run one after the other in one shell as a reader would, and their answers
 * compared with those that the page shows.
 */
@ExtendWith(SharedCluster.class)
class GuidesIT {
  private static final String MARK = "=== end of block ===";

  private final Cluster cluster;

  @TempDir private Path directory = Path.of("");

  GuidesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @CsvSource({
    "README.md, 1",
    "docs/api-guide.md, 13",
    "docs/jar-jobs.md, 3",
    "docs/schedules.md, 7",
    "docs/queues.md, 3"
  })
  void commandsWorkAndAnswerAsShown(String page, int blocks) throws Exception {
    List<Markdown.Example> examples = Markdown.examples(Packaged.REPOSITORY.resolve(page));
    List<String> outputs = run(examples);

    assertThat(outputs)
        .as("blocks that ran")
        .hasSameSizeAs(examples)
        .hasSizeGreaterThanOrEqualTo(blocks);
    List<String> drift = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      String answer = examples.get(i).answer();
      if (answer != null) {
        drift.addAll(drift(examples.get(i).commands(), answer, outputs.get(i)));
      }
    }
    assertThat(drift).isEmpty();
  }

  /** What each block printed. */
  private List<String> run(List<Markdown.Example> examples) throws Exception {
    var script = new StringBuilder("set -euo pipefail\n");
    examples.forEach(
        example -> script.append(example.commands()).append("echo; echo '" + MARK + "'\n"));
    Path file = Files.writeString(directory.resolve("guide.sh"), script);
    ProcessBuilder builder =
        new ProcessBuilder("bash", file.toString())
            .directory(Packaged.REPOSITORY.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    builder.environment().put("STOKER", cluster.api().server().toString());
    builder.environment().put("KEY", String.valueOf(cluster.api().token()));
    Process shell = builder.start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    List<String> blocks = new ArrayList<>(List.of(output.split(MARK + "\n")));
    return blocks;
  }

  /** All that is shown must be in the last answer, in the same place and of the same type. */
  private static List<String> drift(String commands, String shown, String output) {
    JsonNode actual;
    try {
      actual = JsonMapper.shared().readTree(output.strip().lines().reduce((a, b) -> b).orElse(""));
    } catch (JacksonException e) {
      return List.of("No JSON from\n" + commands + "\n" + output + e);
    }
    List<String> drift = new ArrayList<>();
    Drift.collect("", JsonMapper.shared().readTree(shown), actual, drift);
    if (!drift.isEmpty()) {
      drift.add("in the answer of\n" + commands + actual.toPrettyString());
    }
    return drift;
  }

  /** Where an answer is not as a page shows it. */
  private static final class Drift {
    private Drift() {}

    static void collect(String at, JsonNode shown, JsonNode actual, List<String> drift) {
      if (shown.isObject()) {
        shown
            .properties()
            .forEach(
                f -> collect(at + "/" + f.getKey(), f.getValue(), actual.path(f.getKey()), drift));
      } else if (shown.isArray()) {
        for (int i = 0; i < shown.size(); i++) {
          collect(at + "/" + i, shown.get(i), actual.path(i), drift);
        }
      } else if (actual.getNodeType() != shown.getNodeType()) {
        drift.add(at + " is shown as " + shown + " and is " + actual.getNodeType());
      } else if (isWord(shown) && !shown.equals(actual)) {
        drift.add(at + " is shown as " + shown + " and is " + actual);
      }
    }

    /** Codes and states are compared; names of machines, times and texts are not. */
    private static boolean isWord(JsonNode shown) {
      return shown.isString() && shown.asString().matches("[A-Z]+(_[A-Z]+)*|/.*");
    }
  }
}
