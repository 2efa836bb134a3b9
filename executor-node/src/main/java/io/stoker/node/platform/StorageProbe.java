package io.stoker.node.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node reads what the server wrote into its result storage. A storage that is not
 * there yet is looked for again, as it may be mounted later.
 */
final class StorageProbe {
  private static final Logger LOG = LoggerFactory.getLogger(StorageProbe.class);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final String file;
  private final String sha256;
  private boolean shared;
  private long triedAt;

  StorageProbe(String file, String sha256) {
    this.file = file;
    this.sha256 = sha256;
    this.shared = look();
    if (shared) {
      LOG.info("Reads the platform's storage: {}", file);
    } else {
      LOG.warn(
          "Does not read the platform's storage: {} is not the file that the server wrote. Mount"
              + " that directory here, else no run that needs shared storage comes to this node",
          file);
    }
  }

  synchronized boolean isShared() {
    if (!shared && System.nanoTime() - triedAt > RETRY.toNanos()) {
      shared = look();
    }
    return shared;
  }

  private boolean look() {
    triedAt = System.nanoTime();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(file)));
      return HexFormat.of().formatHex(digest).equalsIgnoreCase(sha256);
    } catch (IOException | InvalidPathException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
