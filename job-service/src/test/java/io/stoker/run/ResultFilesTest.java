package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cluster.StorageGate;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ResultFilesTest {
  /** Not even for its threads: more asks are answered at once. */
  @Test
  void nobodyWaitsForAStorageThatHangs() {
    CompletableFuture<Void> back = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    ResultFiles files =
        new ResultFiles(
            file -> {
              looks.incrementAndGet();
              back.join();
              return 1;
            },
            () -> {},
            gate(Duration.ofMillis(50)));
    Manifest one = manifest(1);
    for (int i = 0; i < 20; i++) {
      assertUnavailable(() -> files.fault(one), "does not answer");
    }
    assertThat(looks).hasValue(8);
    back.complete(null);
  }

  private static StorageGate gate(Duration patience) {
    return new StorageGate(URI.create("file:///storage/"), 8, patience, patience);
  }

  @Test
  void aStorageThatCannotBeReadDecidesNothing() {
    ResultFiles broken = files(new IOException("Stale file handle"));
    assertUnavailable(() -> broken.fault(manifest(1)), "Stale file handle");
    ResultFiles closed = files(new AccessDeniedException("part-0"));
    assertThat(closed.fault(manifest(1))).as("of a result for others' eyes").isEmpty();
    ResultFiles inLocaleC =
        new ResultFiles(
            file -> {
              throw new InvalidPathException("city=Zürich", "unmappable");
            },
            () -> {},
            gate(Duration.ofMinutes(1)));
    assertThat(inLocaleC.fault(manifest(1))).as("of a name that has no path here").isEmpty();
  }

  /** Whatever it sees there: goes red without the look at the id, and when that comes first. */
  @Test
  void whatIsSeenWhereTheStorageIsNotSaysNothing() {
    AtomicBoolean mounted = new AtomicBoolean(true);
    ResultFiles.Confirmation confirmation =
        () -> {
          if (!mounted.get()) {
            throw new IOException("storage.id is not there");
          }
        };
    for (IOException seen : List.of(new NoSuchFileException("x"), new AccessDeniedException("x"))) {
      mounted.set(true);
      ResultFiles gone =
          new ResultFiles(
              file -> {
                mounted.set(false);
                throw seen;
              },
              confirmation,
              gate(Duration.ofMinutes(1)));
      assertUnavailable(() -> gone.fault(manifest(1)), "storage.id is not there");
    }
    ResultFiles own = new ResultFiles(file -> 1, confirmation, gate(Duration.ofMinutes(1)));
    assertUnavailable(() -> own.fault(manifest(1)), "storage.id is not there");
  }

  @Test
  void looksAtAllFilesUpToABound() {
    assertThat(looksAt(7)).isEqualTo(7);
    assertThat(looksAt(3000)).isEqualTo(1000);
  }

  private static int looksAt(int count) {
    AtomicInteger looks = new AtomicInteger();
    ResultFiles files =
        new ResultFiles(
            file -> {
              looks.incrementAndGet();
              return 1;
            },
            () -> {},
            gate(Duration.ofMinutes(1)));
    assertThat(files.fault(manifest(count))).isEmpty();
    return looks.get();
  }

  private static ResultFiles files(IOException error) {
    return new ResultFiles(
        file -> {
          throw error;
        },
        () -> {},
        gate(Duration.ofMinutes(1)));
  }

  private static void assertUnavailable(ThrowingCallable look, String why) {
    assertThatThrownBy(look)
        .isInstanceOfSatisfying(
            StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining(why);
  }

  private static Manifest manifest(int files) {
    return new Manifest(
        UUID.randomUUID(),
        "main",
        1,
        7,
        "parquet",
        "file:///storage/data/",
        List.of(),
        IntStream.range(0, files).mapToObj(i -> new Manifest.File("part-" + i, 1, null)).toList(),
        files,
        null,
        List.of(),
        Instant.EPOCH);
  }
}
