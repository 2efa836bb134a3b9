package io.stoker.node.process;

import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second name for what the history server writes, {@code history-server.log} in the node's home:
 * its own directory goes with it, and its log is asked for after that. It stays until the next one
 * starts.
 */
public record HistoryLog(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryLog.class);

  public static HistoryLog in(Path home) {
    return new HistoryLog(home.resolve("history-server.log"));
  }

  /** Before the process with this directory starts; without a log it starts all the same. */
  void of(Path own) {
    Path stderr = own.resolve("stderr");
    try {
      if (!Files.exists(stderr)) {
        PrivateFiles.write(stderr, "");
      }
      Files.deleteIfExists(file);
      Files.createLink(file, stderr);
    } catch (IOException e) {
      LOG.warn("There will be no {}: {}", file, e.toString());
    }
  }
}
