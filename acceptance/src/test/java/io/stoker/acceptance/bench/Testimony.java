package io.stoker.acceptance.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the witness log: what a stand-in did, or what it was answered.
 *
 * @param line all of it
 */
record Testimony(Instant at, String what, JsonNode line) {

  /** All that was seen, as it was written. */
  static List<Testimony> in(Path witness) {
    if (!Files.exists(witness)) {
      return List.of();
    }
    try {
      return Files.readAllLines(witness).stream().map(Testimony::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Testimony of(String text) {
    JsonNode line = JsonMapper.shared().readTree(text);
    return new Testimony(
        Instant.parse(line.required("at").asString()), line.required("what").asString(), line);
  }

  /** Of a driver; 0 for an executor. */
  long fence() {
    return line.path("fence").asLong(0);
  }

  /** Whether the platform accepted something that this driver said to it. */
  boolean isAccepted() {
    return what.equals("answered") && line.required("status").asInt() / 100 == 2;
  }

  String path() {
    return line.path("path").asString("");
  }

  Instant sentAt() {
    return Instant.parse(line.required("sentAt").asString());
  }
}
