package io.stoker.artifact;

import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageGate;
import io.stoker.cluster.StorageIdentity;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * The bytes of artifacts in storage, under names that are never used twice. Each access goes
 * through the gate by itself, so that a client with a slow line keeps nobody else out.
 */
@Component
class ArtifactFiles {
  private static final int PIECE = 1 << 18;

  /** Some hundred megabytes have to get to a disk, or are read from there. */
  private static final Duration OF_A_WHOLE_FILE = Duration.ofMinutes(1);

  private final Storage storage;
  private final StorageGate gate;
  private final StorageIdentity identity;

  ArtifactFiles(Storage storage, StorageGate gate, StorageIdentity identity) {
    this.storage = storage;
    this.gate = gate;
    this.identity = identity;
  }

  /** What was written. */
  record Written(String sha256, long bytes) {}

  /** The caller's stream broke; the storage is well. */
  static final class BrokenUpload extends IOException {
    private static final long serialVersionUID = 1;

    BrokenUpload(long bytes, IOException cause) {
      super("The upload broke off after " + bytes + " bytes", cause);
    }
  }

  private Path path(String file) {
    return storage.path("artifacts", file);
  }

  /** Where its bytes are, for people. */
  String place(String file) {
    return path(file).toString();
  }

  boolean exists(String file) {
    Path path = path(file);
    boolean there = gate.pass(() -> Files.exists(path));
    if (!there) {
      confirm();
    }
    return there;
  }

  InputStream open(String file) throws IOException {
    try {
      return StoredBytes.open(gate, path(file));
    } catch (NoSuchFileException e) {
      confirm();
      throw e;
    }
  }

  /** A look at a file's bytes. */
  @FunctionalInterface
  interface Look<T> {
    T at(Path file) throws IOException;
  }

  <T> T look(String file, Look<T> look) throws IOException {
    Path path = path(file);
    return gate.pass(OF_A_WHOLE_FILE, () -> look.at(path));
  }

  /**
   * Writes a new file, down to the disk.
   *
   * @throws BrokenUpload when the stream ends before its time
   */
  Written write(String file, InputStream in) throws IOException {
    MessageDigest digest = sha256();
    FileChannel out = gate.pass(() -> create(file));
    try {
      long bytes = copy(new DigestInputStream(in, digest), out);
      gate.pass(OF_A_WHOLE_FILE, () -> force(out));
      return new Written(HexFormat.of().formatHex(digest.digest()), bytes);
    } finally {
      StoredBytes.close(gate, out);
    }
  }

  private FileChannel create(String file) throws IOException {
    Path directory = storage.directory(storage.path("artifacts"));
    return FileChannel.open(
        directory.resolve(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private long copy(InputStream in, FileChannel out) throws IOException {
    byte[] piece = new byte[PIECE];
    long bytes = 0;
    int filled;
    do {
      filled = fill(in, piece, bytes);
      ByteBuffer buffer = ByteBuffer.wrap(piece, 0, filled);
      bytes += filled == 0 ? 0 : gate.pass(() -> write(buffer, out));
    } while (filled == PIECE);
    return bytes;
  }

  private static int write(ByteBuffer buffer, FileChannel out) throws IOException {
    int bytes = buffer.remaining();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    return bytes;
  }

  /** As much as fits: one read of a connection brings little. */
  private static int fill(InputStream in, byte[] piece, long before) throws BrokenUpload {
    int filled = 0;
    try {
      int read = 0;
      while (read >= 0 && filled < piece.length) {
        read = in.read(piece, filled, piece.length - filled);
        filled += Math.max(0, read);
      }
      return filled;
    } catch (IOException e) {
      throw new BrokenUpload(before + filled, e);
    }
  }

  /** The name must not be lost either: a row is about to say that it exists. */
  private boolean force(FileChannel file) throws IOException {
    file.force(true);
    try (FileChannel names = FileChannel.open(storage.path("artifacts"), StandardOpenOption.READ)) {
      names.force(true);
    }
    return true;
  }

  void delete(String file) {
    Path path = path(file);
    try {
      boolean there = gate.pass(() -> Files.deleteIfExists(path));
      if (!there) {
        confirm();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }

  /**
   * What is not there may only be out of sight: of that a server that has lost the storage says
   * nothing.
   */
  private void confirm() {
    try {
      gate.pass(
          () -> {
            identity.confirm();
            return true;
          });
    } catch (IOException e) {
      throw new StokerException(
          ErrorCode.UNAVAILABLE,
          "The storage of this server cannot be read: %s.".formatted(e.getMessage()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
