package io.stoker.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Compose file with its variables put in. */
record ComposeFile(JsonNode content) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?\\}");

  /**
   * @param variables what the environment, or the file {@code .env}, says
   */
  static ComposeFile read(Path file, Map<String, String> variables) throws IOException {
    String text =
        VARIABLE
            .matcher(Files.readString(file))
            .replaceAll(
                match -> {
                  String value = variables.getOrDefault(match.group(1), match.group(2));
                  if (value == null) {
                    throw new AssertionError(match.group() + " has neither value nor default");
                  }
                  return value;
                });
    Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new ComposeFile(JsonMapper.shared().valueToTree(loaded));
  }

  JsonNode service(String name) {
    return content.required("services").required(name);
  }

  List<String> services() {
    return List.copyOf(content.required("services").propertyNames());
  }

  Map<String, String> environment(String service) {
    Map<String, String> environment = new TreeMap<>();
    service(service)
        .required("environment")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asString()));
    return environment;
  }

  /** Where a service's volumes are mounted, by their names. */
  Map<String, String> mounts(String service) {
    Map<String, String> mounts = new TreeMap<>();
    for (JsonNode volume : service(service).required("volumes")) {
      String[] parts = volume.asString().split(":", 3);
      mounts.put(parts[0], parts[1]);
    }
    return mounts;
  }
}
