package io.stoker.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/configuration.md} has every setting, in the words of the record that holds it. What
 * stands there outside of the generated parts is written by hand.
 */
class ConfigurationReferenceTest {
  private static final Path PAGE = Packaged.REPOSITORY.resolve("docs/configuration.md");
  private static final String METADATA =
      "target/classes/META-INF/spring-configuration-metadata.json";

  private static final Pattern GOES_ON = Pattern.compile("(between|for|from|of|that|without) ");

  private static final Map<String, String> TYPES =
      Map.of(
          "io.stoker.node.MemoryEnforcement", "`AUTO`, `CGROUP`, `WATCHED` or `NONE`",
          "java.lang.String", "text",
          "java.lang.Integer", "number",
          "java.lang.Long", "number",
          "java.lang.Boolean", "`true` or `false`",
          "java.nio.file.Path", "path",
          "java.net.URI", "URI",
          "java.time.Duration", "duration",
          "org.springframework.util.unit.DataSize", "size");

  @Test
  void thePageIsWhatTheRecordsSay() throws IOException {
    String page = Files.readString(PAGE);
    String fresh = page;
    for (String module : List.of("platform-api", "executor-node")) {
      fresh = replace(fresh, module, table(module));
    }
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, fresh);
      return;
    }

    assertThat(page).as("%s; -Ddocs.write=true writes it anew", PAGE).isEqualTo(fresh);
  }

  @Test
  void everySettingIsExplained() throws IOException {
    for (String module : List.of("platform-api", "executor-node")) {
      assertThat(settings(module))
          .isNotEmpty()
          .allSatisfy(
              setting ->
                  assertThat(setting.path("description").asString(""))
                      .as(setting.path("name").asString())
                      .isNotBlank());
    }
  }

  private static String replace(String page, String module, String table) {
    String begin = "<!-- generated from " + module + " -->\n";
    String end = "<!-- end -->\n";
    int from = page.indexOf(begin);
    int to = page.indexOf(end, from);
    assertThat(from).as("'%s' in %s", begin.strip(), PAGE).isNotNegative();
    return page.substring(0, from + begin.length()) + table + page.substring(to);
  }

  private static String table(String module) throws IOException {
    var table = new StringBuilder("| setting | default | meaning |\n|---|---|---|\n");
    for (JsonNode setting : settings(module)) {
      table.append(
          "| `%s` | %s | %s (%s) |\n"
              .formatted(
                  setting.required("name").asString(),
                  defaultOf(setting),
                  sentence(setting),
                  type(setting.required("type").asString())));
    }
    return table.toString();
  }

  private static List<JsonNode> settings(String module) throws IOException {
    Path file = Packaged.REPOSITORY.resolve(module).resolve(METADATA);
    JsonNode metadata = JsonMapper.shared().readTree(Files.readString(file));
    List<JsonNode> settings = new ArrayList<>();
    metadata.required("properties").forEach(settings::add);
    return settings;
  }

  private static String defaultOf(JsonNode setting) {
    String text = setting.path("defaultValue").asString("");
    return text.isEmpty() ? "–" : "`" + text + "`";
  }

  /** What a sentence that goes on is about. */
  private static String subject(JsonNode setting) {
    String name = setting.required("name").asString();
    if (name.endsWith("-ticks")) {
      return "ticks";
    }
    return type(setting.required("type").asString()).equals("duration")
        ? "time"
        : name.substring(name.lastIndexOf('.') + 1).replace('-', ' ');
  }

  private static String type(String name) {
    String type = TYPES.get(name);
    assertThat(type).as("a word for the type %s of a setting", name).isNotNull();
    return type;
  }

  /** A sentence of Javadoc begins in lower case, and often goes on from the parameter's name. */
  private static String sentence(JsonNode setting) {
    String text =
        setting
            .path("description")
            .asString("")
            .replaceAll("\\{@code ([^}]*)}", "`$1`")
            .replaceAll("\\s+", " ")
            .replace("|", "\\|");
    if (GOES_ON.matcher(text).lookingAt()) {
      text = subject(setting) + " " + text;
    }
    return Character.toUpperCase(text.charAt(0)) + text.substring(1).replaceAll("\\.$", "") + ".";
  }
}
