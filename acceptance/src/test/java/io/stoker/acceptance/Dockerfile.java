package io.stoker.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Dockerfile as far as ours use the language.
 *
 * @param stages instructions by the stage's name, those of the stages that it builds on first
 */
record Dockerfile(Path directory, Map<String, List<Instruction>> stages) {

  record Instruction(String name, String arguments) {
    /** The words of its JSON form. */
    List<String> words() {
      int from = arguments.indexOf('[');
      return List.of(JsonMapper.shared().readValue(arguments.substring(from), String[].class));
    }
  }

  static Dockerfile in(Path directory) throws IOException {
    Map<String, List<Instruction>> stages = new LinkedHashMap<>();
    List<Instruction> current = new ArrayList<>();
    for (String line : logicalLines(Files.readString(directory.resolve("Dockerfile")))) {
      String[] parts = line.split(" +", 2);
      if (parts[0].equals("FROM")) {
        String[] from = parts[1].split(" +AS +", 2);
        current = new ArrayList<>(stages.getOrDefault(from[0], List.of()));
        stages.put(from[1], current);
      } else {
        current.add(new Instruction(parts[0], parts[1]));
      }
    }
    return new Dockerfile(directory, stages);
  }

  private static List<String> logicalLines(String text) {
    String withoutComments = text.replaceAll("(?m)^#.*\n", "");
    return withoutComments
        .replaceAll("\\\\\n\\s*", " ")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The last instruction of a name in a stage, which is the one that holds. */
  Instruction last(String stage, String name) {
    return all(stage, name).reduce((first, second) -> second).orElseThrow();
  }

  Stream<Instruction> all(String stage, String name) {
    return Objects.requireNonNull(stages.get(stage), stage).stream()
        .filter(instruction -> instruction.name().equals(name));
  }

  /** Lays out below a directory what the stage's COPY instructions put into an image. */
  void copy(String stage, Path image) throws IOException {
    for (Instruction copy : all(stage, "COPY").toList()) {
      List<String> words = List.of(copy.arguments().split(" +"));
      String target = words.get(words.size() - 1);
      for (String source : words.subList(0, words.size() - 1)) {
        Path from = directory.resolve(source);
        Path to = image.resolve(target.substring(1));
        link(from, target.endsWith("/") ? to.resolve(from.getFileName()) : to);
      }
    }
  }

  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path copy = to.resolve(from.relativize(path).toString()).normalize();
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.createLink(copy, path);
        }
      }
    }
  }
}
