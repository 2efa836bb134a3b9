package io.stoker.node.shuffle;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request in Spark's own protocol, and whether it has been answered. A kernel accepts
 * connections for a process that is stopped; an answer is only written by the threads that serve
 * executors too. It asks for nothing and knows no secret, so what comes back is Spark's refusal.
 * Nothing here blocks.
 */
final class Question implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Question.class);
  private static final byte RPC_REQUEST = 3;
  private static final byte RPC_RESPONSE = 4;
  private static final byte RPC_FAILURE = 5;

  /** Length of the whole, type, number of the request: every answer begins with them too. */
  private static final int HEADER = Long.BYTES + 1 + Long.BYTES;

  private static final int UNKNOWN = 0;

  private final long number;
  private final ByteBuffer answer = ByteBuffer.allocate(HEADER);
  private ByteBuffer request = ByteBuffer.allocate(0);
  private @Nullable SocketChannel channel;
  private boolean asked = true;
  private int port = UNKNOWN;
  private long waitedNanos;

  Question(long number) {
    this.number = number;
  }

  /** Goes on as far as it gets; a line that breaks is made anew with the next look. */
  boolean isAnswered(InetSocketAddress server) {
    if (port != UNKNOWN && port != server.getPort()) {
      close(); // it was asked where an earlier server was, and somebody else may be there now
      waitedNanos = 0;
    }
    port = server.getPort();
    try {
      SocketChannel line = channel;
      return hears(line == null ? call(server) : line);
    } catch (IOException e) {
      LOG.trace("The shuffle server's line broke", e); // how long it has waited is what counts
      close();
      return false;
    }
  }

  /** That it could not be asked is not the server's fault. */
  void waited(long nanos) {
    waitedNanos += asked ? nanos : 0;
  }

  long waitedNanos() {
    return waitedNanos;
  }

  private SocketChannel call(InetSocketAddress server) throws IOException {
    asked = false; // without a free descriptor or port
    SocketChannel line = SocketChannel.open();
    channel = line;
    line.configureBlocking(false);
    line.bind(new InetSocketAddress(server.getAddress(), 0));
    asked = true;
    request = request();
    answer.clear();
    line.connect(server);
    return line;
  }

  private boolean hears(SocketChannel line) throws IOException {
    if (!line.isConnected() && !line.finishConnect()) {
      return false;
    }
    if (request.hasRemaining()) {
      line.write(request);
    }
    if (line.read(answer) < 0 && answer.hasRemaining()) {
      throw new IOException("closed without an answer");
    }
    return !answer.hasRemaining() && isAnswer();
  }

  private boolean isAnswer() throws IOException {
    byte type = answer.get(Long.BYTES);
    boolean mine = answer.getLong(Long.BYTES + 1) == number;
    if (mine && (type == RPC_RESPONSE || type == RPC_FAILURE)) {
      return true;
    }
    throw new IOException("what came is no answer in Spark's protocol");
  }

  /** A frame whose body, one byte, is no challenge of Spark's authentication. */
  private ByteBuffer request() {
    int length = HEADER + Integer.BYTES + 1;
    ByteBuffer frame = ByteBuffer.allocate(length);
    frame.putLong(length).put(RPC_REQUEST).putLong(number).putInt(1).put((byte) 0);
    return frame.flip();
  }

  @Override
  public void close() {
    SocketChannel line = channel;
    channel = null;
    if (line != null) {
      try {
        line.close();
      } catch (IOException e) {
        LOG.trace("A line to the shuffle server does not close", e);
      }
    }
  }
}
