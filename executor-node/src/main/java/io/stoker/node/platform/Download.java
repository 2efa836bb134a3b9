package io.stoker.node.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads an answer's body into a file, down to the disk. */
final class Download {
  private static final int PIECE = 1 << 16;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private Download() {}

  /** The connection broke, or was silent for too long; this machine is well. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    Broken(IOException cause) {
      super("the download broke off: " + cause.getMessage(), cause);
    }
  }

  /**
   * Fills the file.
   *
   * @return SHA-256 of the bytes, in hexadecimal
   * @throws Broken when the body ends before its time
   */
  static String into(Path file, InputStream body) throws IOException {
    MessageDigest digest = sha256();
    // reading knows no time limit of its own
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            () -> close(body),
            CompletableFuture.delayedExecutor(LONGEST.toSeconds(), TimeUnit.SECONDS));
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      copy(body, digest, out);
      out.force(true);
    } finally {
      limit.cancel(false);
      close(body);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void copy(InputStream body, MessageDigest digest, FileChannel out)
      throws IOException {
    byte[] piece = new byte[PIECE];
    for (int read = read(body, piece); read >= 0; read = read(body, piece)) {
      digest.update(piece, 0, read);
      ByteBuffer buffer = ByteBuffer.wrap(piece, 0, read);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    }
  }

  private static int read(InputStream body, byte[] piece) throws Broken {
    try {
      return body.read(piece);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // nobody reads it any more
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
