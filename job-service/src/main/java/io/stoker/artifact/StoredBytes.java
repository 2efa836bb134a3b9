package io.stoker.artifact;

import io.stoker.cluster.StorageGate;
import io.stoker.error.StokerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the storage as a stream. Piece by piece it comes through the gate: a reader who is slow
 * keeps nobody else out.
 */
final class StoredBytes extends InputStream {
  private static final int PIECE = 1 << 18;

  private final StorageGate gate;
  private final FileChannel file;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE).flip();
  private long next;

  private StoredBytes(StorageGate gate, FileChannel file) {
    this.gate = gate;
    this.file = file;
  }

  /** Has the first piece when it returns. */
  static StoredBytes open(StorageGate gate, Path path) throws IOException {
    return gate.pass(
        () -> {
          FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
          StoredBytes bytes = new StoredBytes(gate, file);
          bytes.fill();
          return bytes;
        });
  }

  /** Says whether there is more. */
  private boolean fill() throws IOException {
    piece.clear();
    int read = 0;
    while (read >= 0 && piece.hasRemaining()) {
      read = file.read(piece, next + piece.position());
    }
    next += piece.position();
    return piece.flip().hasRemaining();
  }

  private boolean isOver() throws IOException {
    return !piece.hasRemaining() && !gate.pass(this::fill);
  }

  @Override
  public int read() throws IOException {
    return isOver() ? -1 : piece.get() & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isOver()) {
      return -1;
    }
    int read = Math.min(length, piece.remaining());
    piece.get(target, offset, read);
    return read;
  }

  @Override
  public long skip(long bytes) {
    if (bytes <= 0) {
      return 0;
    }
    int here = (int) Math.min(bytes, piece.remaining());
    piece.position(piece.position() + here);
    next += bytes - here;
    return bytes;
  }

  @Override
  public void close() throws IOException {
    close(gate, file);
  }

  /** What hangs is closed by the collector of garbage: whoever closed it would hang too. */
  static void close(StorageGate gate, FileChannel file) throws IOException {
    try {
      gate.pass(
          () -> {
            file.close();
            return true;
          });
    } catch (StokerException e) {
      // who reads or writes it hears the same
    }
  }
}
