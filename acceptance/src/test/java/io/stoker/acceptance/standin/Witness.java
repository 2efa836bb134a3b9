package io.stoker.acceptance.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One stand-in's hand on the witness log: a file of JSON lines beside the directory of jars that it
 * was started from. The platform neither reads nor writes it.
 */
final class Witness {
  static final String FILE = "witness.jsonl";

  private final Map<String, Object> who;
  private final Path file;

  /** Who saw it stands in each line. */
  Witness(Map<String, ?> who) throws URISyntaxException {
    this.who = new LinkedHashMap<>(who);
    this.who.put("pid", ProcessHandle.current().pid());
    Path jar = Path.of(Witness.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    this.file = jar.resolveSibling("..").resolve(FILE).normalize();
  }

  /** Appends a line in one write, so that lines of many processes never mix. */
  void saw(String what, Map<String, ?> details) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", Instant.now().toString());
    line.put("what", what);
    line.putAll(who);
    line.putAll(details);
    byte[] text = (JsonMapper.shared().writeValueAsString(line) + "\n").getBytes(UTF_8);
    try {
      Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException("A stand-in without its witness proves nothing", e);
    }
  }

  void saw(String what) {
    saw(what, Map.of());
  }
}
