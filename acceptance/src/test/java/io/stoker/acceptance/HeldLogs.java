package io.stoker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that a run's processes write to, held open while they run: so they can be compared with
 * what the platform has of them when their nodes have long deleted them.
 */
final class HeldLogs implements AutoCloseable {
  private final Map<String, InputStream> errors = new HashMap<>();

  private HeldLogs() {}

  static HeldLogs of(Cluster cluster, Run run) {
    HeldLogs held = new HeldLogs();
    try (Stream<Path> paths = Files.walk(cluster.home().resolve("nodes"), 4)) {
      for (Path path : paths.filter(path -> path.endsWith("process.json")).toList()) {
        JsonNode process = JsonMapper.shared().readTree(Files.readString(path));
        if (process.required("runId").asString().equals(run.id())) {
          held.errors.put(
              process.required("name").asString(),
              Files.newInputStream(path.resolveSibling("stderr")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return held;
  }

  /** The platform has every byte of each, and none twice. */
  void assertStored(Run run) throws IOException {
    assertThat(errors).as("processes of " + run.id()).hasSizeGreaterThanOrEqualTo(3);
    for (Map.Entry<String, InputStream> log : errors.entrySet()) {
      String written = new String(log.getValue().readAllBytes(), UTF_8);
      assertThat(run.completeLog(log.getKey(), "stderr")).as(log.getKey()).isEqualTo(written);
    }
  }

  @Override
  public void close() throws IOException {
    for (InputStream log : errors.values()) {
      log.close();
    }
  }
}
