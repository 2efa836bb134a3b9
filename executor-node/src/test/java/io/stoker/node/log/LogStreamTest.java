package io.stoker.node.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.node.LogAck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStreamTest {
  private static final String END =
      "\n[Stoker keeps the first 10 bytes of this stdout (stoker.node.log-limit of its node)."
          + " The process goes on; what it writes after them is dropped. Have it write less, or"
          + " raise that limit for processes to come.]\n";

  private final Path directory;
  private final Path file;
  private long now;

  LogStreamTest(@TempDir Path directory) {
    this.directory = directory;
    this.file = directory.resolve("stdout");
  }

  private LogStream stream(long limit) {
    return new LogStream("stdout", directory, limit, () -> now);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void passSeconds(long seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  /** What a line each second makes of the storage. */
  private int pieces(LogStream stream, int seconds, boolean followed) throws IOException {
    int pieces = 0;
    for (int second = 0; second < seconds; second++) {
      write("line\n");
      if (stream.isDue(false, followed)) {
        pieces++;
        long offset = stream.offset();
        LogStream.Piece piece = stream.next(false);
        assertThat(piece.last()).isFalse();
        stream.acknowledge(new LogAck(offset + piece.length(), offset));
      }
      passSeconds(1);
    }
    return pieces;
  }

  @Test
  void isNotAFileForEachLine() throws Exception {
    assertThat(pieces(stream(1 << 30), 100, false)).isBetween(18, 25);
  }

  @Test
  void isSeldomWhenItIsOldAndSoonWhenSomebodyReadsIt() throws Exception {
    LogStream stream = stream(1 << 30);
    passSeconds(3600);
    assertThat(pieces(stream, 300, false)).isBetween(8, 12);
    assertThat(pieces(stream, 100, true)).isBetween(45, 51);
  }

  @Test
  void isAtOnceWhenItIsMuchOrAll() throws Exception {
    LogStream stream = stream(1 << 30);
    assertThat(pieces(stream, 1, false)).isEqualTo(1);
    write("little");
    assertThat(stream.isDue(false, false)).isFalse();
    assertThat(stream.isDue(true, false)).as("its process is over").isTrue();
    write("x".repeat(256 << 10));
    assertThat(stream.isDue(false, false)).isTrue();
  }

  @Test
  void endsWithItsProcess() throws Exception {
    LogStream stream = stream(10);
    assertThat(stream.next(true)).as("it has written nothing").satisfies(LogStreamTest::isLast);
    write("0123456789");
    assertThat(text(stream.next(false))).isEqualTo("0123456789");
    assertThat(stream.next(false).last()).isFalse();
    assertThat(stream.next(true).last()).as("as long as its limit and no longer").isTrue();
  }

  /** Wherever the platform's answer says that it stands, as after a restart of the service. */
  @Test
  void endsWithALineThatSaysSoAtItsLimit() throws Exception {
    write("0123456789abc");
    String all = "0123456789" + END;
    for (int from = 0; from <= all.length(); from++) {
      LogStream stream = stream(10);
      stream.acknowledge(new LogAck(from, null));
      StringBuilder rest = new StringBuilder();
      LogStream.Piece piece;
      do {
        piece = stream.next(false);
        rest.append(text(piece));
        stream.acknowledge(new LogAck(stream.offset() + piece.length(), null));
      } while (!piece.last());
      assertThat(all.substring(0, from) + rest).isEqualTo(all);
    }
  }

  private static void isLast(LogStream.Piece piece) {
    assertThat(piece.last()).isTrue();
    assertThat(piece.length()).isZero();
  }

  private static String text(LogStream.Piece piece) {
    return new String(piece.bytes().array(), UTF_8);
  }
}
