package io.stoker.cluster;

import java.util.List;
import java.util.UUID;

/** Logs of processes, kept as segments in storage. */
public class LogStore {

  /** One stored stream and the bytes stored of it. */
  public record Stream(LogKey key, long bytes) {}

  /**
   * Appends a piece. What is stored already is ignored; a piece that would leave a gap is not
   * stored.
   *
   * @return bytes stored of this stream
   */
  public long append(LogKey key, long offset, byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads from an offset.
   *
   * @return at most {@code limit} bytes; empty at the end and for a stream that does not exist
   */
  public byte[] read(LogKey key, long offset, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Bytes stored of a stream; 0 when there are none. */
  public long length(LogKey key) {
    throw new UnsupportedOperationException();
  }

  /** Every stream of one attempt. */
  public List<Stream> list(UUID jobId, UUID runId, String step, int attempt, long fence) {
    throw new UnsupportedOperationException();
  }
}
