package io.stoker.acceptance;

import com.github.luben.zstd.ZstdInputStream;
import io.stoker.acceptance.harness.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The event log of an application, as it lies in storage. */
record EventLog(Path directory) {

  static EventLog of(Cluster cluster, String application) {
    return new EventLog(cluster.home().resolve("storage/event-logs/eventlog_v2_" + application));
  }

  List<String> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that has been written so far: the end of a driver that was killed is missing. */
  String text() {
    return files().stream()
        .filter(name -> name.endsWith(".zstd"))
        .map(name -> text(directory.resolve(name)))
        .collect(Collectors.joining());
  }

  private static String text(Path file) {
    try (ZstdInputStream in = new ZstdInputStream(Files.newInputStream(file))) {
      return new String(in.setContinuous(true).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
