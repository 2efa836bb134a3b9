package io.stoker.node.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code heard} in the node's home: its time is when the platform last accepted a report. Whoever
 * watches the node from outside, as a container's health check, needs no port and no key for it.
 */
public record HeardFile(Path file, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(HeardFile.class);

  public static HeardFile in(Path home) {
    return new HeardFile(home.resolve("heard"), InstantSource.system());
  }

  public void touch() {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      // the file's old time then says it, to whoever asks
      LOG.debug("Cannot touch {}", file, e);
    }
  }
}
