package io.stoker.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
  private final LogKey key =
      new LogKey(UUID.randomUUID(), UUID.randomUUID(), "main", 1, 7, "executor-3", "stderr");

  private final Path root;
  private final LogStore logs;

  LogStoreTest(@TempDir Path directory) {
    this.root = directory.resolve("storage");
    this.logs = new LogStore(new Storage(root.toUri()));
  }

  @Test
  void piecesReadAsOneStream() {
    assertThat(append(0, "hello ")).isEqualTo(6);
    assertThat(append(6, "world")).isEqualTo(11);
    assertThat(read(0, 100)).isEqualTo("hello world");
    assertThat(read(4, 4)).isEqualTo("o wo");
    assertThat(read(6, 100)).isEqualTo("world");
    assertThat(read(11, 100)).isEmpty();
    assertThat(logs.length(key)).isEqualTo(11);
  }

  @Test
  void whatIsStoredIsIgnoredAndAGapIsNotStored() {
    append(0, "hello ");
    assertThat(append(0, "hello ")).isEqualTo(6);
    assertThat(append(2, "llo world")).isEqualTo(11);
    assertThat(append(20, "far away")).isEqualTo(11);
    assertThat(read(0, 100)).isEqualTo("hello world");
  }

  /** There may be thousands: a name among them that is no number fails whoever looks at all. */
  @Test
  void aPieceBehindAKnownSegmentNeedsNoLookAtAllOfThem() throws Exception {
    append(0, "hello ");
    Path stumble;
    try (Stream<Path> files = Files.walk(root)) {
      Path segment = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      stumble = Files.createFile(segment.resolveSibling("no-number.log"));
    }
    assertThat(logs.append(key, 6, 0L, "world".getBytes(UTF_8)))
        .isEqualTo(new LogStore.Stored(11, 6L));
    assertThat(logs.append(key, 11, 6L, "!".getBytes(UTF_8)))
        .isEqualTo(new LogStore.Stored(12, 11L));
    assertThat(logs.append(key, 6, 0L, "wor".getBytes(UTF_8)))
        .as("said once more")
        .isEqualTo(new LogStore.Stored(11, 6L));
    assertThatThrownBy(() -> append(12, "x")).isInstanceOf(NumberFormatException.class);
    Files.delete(stumble);
    assertThat(logs.append(key, 20, 3L, "far away".getBytes(UTF_8)))
        .as("there is no such segment")
        .isEqualTo(new LogStore.Stored(12, 11L));
    assertThat(read(0, 100)).isEqualTo("hello world!");
  }

  @Test
  void aStreamEndsWhereItsLastByteIsStored() {
    append(0, "hello");
    assertThat(logs.hasEnd(key)).isFalse();
    logs.end(key);
    logs.end(key);
    assertThat(logs.hasEnd(key)).isTrue();
    assertThat(read(0, 100)).isEqualTo("hello");
  }

  @Test
  void aStreamMayEndWithoutAByte() {
    assertThat(logs.hasEnd(key)).isFalse();
    logs.end(key);
    assertThat(logs.hasEnd(key)).isTrue();
    assertThat(logs.length(key)).isZero();
  }

  @Test
  void aStreamThatDoesNotExistIsEmpty() {
    assertThat(logs.length(key)).isZero();
    assertThat(read(0, 100)).isEmpty();
    assertThat(logs.list(key.jobId(), key.runId(), "main", 1, 7)).isEmpty();
  }

  @Test
  void streamsOfAnAttemptAreListedDriverFirst() {
    for (String process : List.of("executor-10", "executor-9", "driver")) {
      append(process, "stdout", 3);
    }
    append("driver", "stderr", 5);
    assertThat(logs.list(key.jobId(), key.runId(), "main", 1, 7))
        .extracting(
            stream -> stream.key().process() + " " + stream.key().stream() + " " + stream.bytes())
        .containsExactly(
            "driver stdout 3", "driver stderr 5", "executor-9 stdout 3", "executor-10 stdout 3");
  }

  @Test
  void segmentsStandWhereTheyAreLookedFor() throws Exception {
    append(0, "hello ");
    append(6, "world");
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).map(root::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(
              key.jobId()
                  + "/"
                  + key.runId()
                  + "/main/attempts/1-7/logs/executor-3/stderr/00000000000000000000.log",
              key.jobId()
                  + "/"
                  + key.runId()
                  + "/main/attempts/1-7/logs/executor-3/stderr/00000000000000000006.log");
    }
  }

  @Test
  void racingAppendsLeaveTheStreamWhole() throws Exception {
    byte[] whole = new byte[64 * 1024];
    new Random(1).nextBytes(whole);
    Callable<Void> sender =
        () -> {
          Random random = new Random();
          LogStore.Stored at = LogStore.Stored.NOTHING;
          while (at.bytes() < whole.length) {
            int from = (int) at.bytes();
            int length = Math.min(1 + random.nextInt(4000), whole.length - from);
            byte[] piece = java.util.Arrays.copyOfRange(whole, from, from + length);
            at = logs.append(key, from, at.segment(), piece);
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (Future<Void> done : threads.invokeAll(List.of(sender, sender, sender, sender))) {
      done.get();
    }
    threads.shutdown();
    assertThat(logs.read(key, 0, 1 << 20)).isEqualTo(whole);
  }

  @Test
  void nothingLeadsOutOfTheStorage() throws Exception {
    assertThatThrownBy(() -> append("../../x", "stdout", 1))
        .isInstanceOf(IllegalArgumentException.class);
    Path elsewhere = Files.createDirectories(root.resolveSibling("elsewhere"));
    Path attempts = root.resolve(key.jobId() + "/" + key.runId() + "/main/attempts");
    Files.createDirectories(attempts);
    Files.createSymbolicLink(attempts.resolve("1-7"), elsewhere);
    assertThatThrownBy(() -> append(0, "x")).hasMessageContaining("Cannot append");
    try (Stream<Path> files = Files.walk(elsewhere)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void onlyLocalDirectoriesAreStorageYet() {
    assertThatThrownBy(() -> new Storage(URI.create("s3://bucket/")))
        .hasMessageContaining("only file:// directories");
  }

  @Test
  void aPathThatSparkWouldSplitIsNoStorage() {
    assertThatThrownBy(() -> new Storage(root.resolveSibling("a,b").toUri()))
        .hasMessageContaining("a,b")
        .hasMessageContaining("splits some paths at commas");
  }

  private long append(long offset, String text) {
    return logs.append(key, offset, null, text.getBytes(UTF_8)).bytes();
  }

  private void append(String process, String stream, int bytes) {
    byte[] piece = new byte[bytes];
    IntStream.range(0, bytes).forEach(i -> piece[i] = 'x');
    logs.append(
        new LogKey(key.jobId(), key.runId(), "main", 1, 7, process, stream), 0, null, piece);
  }

  private String read(long offset, int limit) {
    return new String(logs.read(key, offset, limit), UTF_8);
  }
}
