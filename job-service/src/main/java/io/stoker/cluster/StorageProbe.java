package io.stoker.cluster;

import io.stoker.error.StokerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets a node prove that it reads what the server writes: random bytes in a file. */
@Component
public class StorageProbe {
  private static final Logger log = LoggerFactory.getLogger(StorageProbe.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Storage storage;
  private final StorageGate gate;
  private final StorageIdentity identity;

  StorageProbe(Storage storage, StorageGate gate, StorageIdentity identity) {
    this.storage = storage;
    this.gate = gate;
    this.identity = identity;
  }

  /**
   * A file that was written.
   *
   * @param sha256 of its bytes, in hexadecimal
   */
  public record Written(Path file, String sha256) {}

  /**
   * Writes the file of a node's epoch and removes those of earlier ones. Registrations whose answer
   * nobody waits for any more may be at it too, as when the storage hung: they leave alone what the
   * node looks for. While this server does not get at the storage the file is the one that its
   * servers know each other by: that proves less, as a copy of the storage has it too, but a node
   * that its platform does not let in ends its processes in the end.
   */
  public Written write(UUID nodeId, long epoch) {
    try {
      return gate.pass(() -> written(nodeId, epoch));
    } catch (StokerException | UncheckedIOException e) {
      log.warn("Node {} is to look for storage.id instead: {}", nodeId, e.toString());
      return new Written(identity.file(), sha256(StorageIdentity.bytes(identity.ofDatabase())));
    }
  }

  private Written written(UUID nodeId, long epoch) {
    byte[] bytes = new byte[64];
    RANDOM.nextBytes(bytes);
    try {
      Path directory = storage.directory(storage.path("probe"));
      try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, nodeId + "-*")) {
        for (Path file : old) {
          if (isEarlier(file, nodeId, epoch)) {
            Files.deleteIfExists(file);
          }
        }
      }
      Path file = directory.resolve(nodeId + "-" + epoch);
      Files.write(file, bytes);
      return new Written(file, sha256(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a probe into the storage", e);
    }
  }

  private static boolean isEarlier(Path file, UUID nodeId, long epoch) {
    String said = file.getFileName().toString().substring(nodeId.toString().length() + 1);
    return said.matches("[0-9]{1,18}") && Long.parseLong(said) < epoch;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
