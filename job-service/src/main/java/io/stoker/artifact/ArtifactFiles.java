package io.stoker.artifact;

import io.stoker.cluster.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** The bytes of artifacts in storage, under names that are never used twice. */
@Component
class ArtifactFiles {
  private static final int PIECE = 1 << 16;

  private final Storage storage;

  ArtifactFiles(Storage storage) {
    this.storage = storage;
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

  Path path(String file) {
    return storage.path("artifacts", file);
  }

  boolean exists(String file) {
    return Files.exists(path(file));
  }

  /**
   * Writes a new file, down to the disk.
   *
   * @throws BrokenUpload when the stream ends before its time
   */
  Written write(String file, InputStream in) throws IOException {
    Path directory = storage.directory(storage.path("artifacts"));
    MessageDigest digest = sha256();
    Path path = directory.resolve(file);
    long bytes;
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      bytes = copy(new DigestInputStream(in, digest), out);
      out.force(true);
    }
    force(directory);
    return new Written(HexFormat.of().formatHex(digest.digest()), bytes);
  }

  private static long copy(InputStream in, FileChannel out) throws IOException {
    byte[] piece = new byte[PIECE];
    long bytes = 0;
    for (int read = read(in, piece, 0); read >= 0; read = read(in, piece, bytes)) {
      ByteBuffer buffer = ByteBuffer.wrap(piece, 0, read);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      bytes += read;
    }
    return bytes;
  }

  private static int read(InputStream in, byte[] piece, long before) throws BrokenUpload {
    try {
      return in.read(piece);
    } catch (IOException e) {
      throw new BrokenUpload(before, e);
    }
  }

  /** The name must not be lost either: a row is about to say that it exists. */
  private static void force(Path directory) throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  void delete(String file) {
    try {
      Files.deleteIfExists(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path(file), e);
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
