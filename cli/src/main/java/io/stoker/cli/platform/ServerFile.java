package io.stoker.cli.platform;

import io.stoker.launcher.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a ready server says of itself in {@code run/server.json}.
 *
 * @param startTicks with the pid the server's identity in this boot
 */
public record ServerFile(
    String url, long pid, long startTicks, String keyFile, String joinTokenFile, String home) {
  /** Empty when there is none, or when the server that wrote it is gone. */
  public static Optional<ServerFile> read(Path file) {
    try {
      return Optional.of(JsonMapper.shared().readValue(Files.readString(file), ServerFile.class))
          .filter(ServerFile::isAlive);
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  private boolean isAlive() {
    return new ProcessIdentity(pid, startTicks, ProcessIdentity.currentBootId()).isAlive();
  }
}
