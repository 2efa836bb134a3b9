package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StorageGateTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final CountDownLatch back = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();

  private StorageGate gate(Duration turn, Duration patience) {
    return new StorageGate(URI.create("file:///mnt/far/"), 3, turn, patience);
  }

  private boolean hang() throws InterruptedException {
    begun.incrementAndGet();
    return back.await(1, TimeUnit.MINUTES);
  }

  @Test
  void whatIsDoneThereComesBackAsItIs() throws IOException {
    StorageGate gate = gate(LONG, LONG);
    assertThat(gate.<Integer, RuntimeException>pass(() -> 7)).isEqualTo(7);
    assertThatThrownBy(
            () ->
                gate.pass(
                    () -> {
                      throw new IOException("Stale file handle");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("Stale file handle");
    assertThatThrownBy(() -> gate.pass(() -> Integer.parseInt("x")))
        .isInstanceOf(NumberFormatException.class);
    assertThat(gate.isHanging()).isFalse();
  }

  /** Goes red when nobody counts, and when nobody gives up. */
  @Test
  void aFewHangAndTheOthersAreRefused() {
    StorageGate gate = gate(SHORT, SHORT);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> gate.pass(this::hang))
          .isInstanceOfSatisfying(
              StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
          .hasMessageContainingAll("file:///mnt/far/", "does not answer", "Try again");
    }
    assertThat(begun).hasValue(3);
    assertThat(gate.isHanging()).isTrue();
    back.countDown();
    Awaitility.await().until(() -> !gate.isHanging());
    assertThat(gate.<String, RuntimeException>pass(() -> "there")).isEqualTo("there");
  }

  /** Goes red when each waits for its turn: a crowd would hold as many threads. */
  @Test
  void onceOneHasWaitedForAPlaceInVainNobodyDoes() {
    StorageGate gate = gate(Duration.ofSeconds(1), SHORT);
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> gate.pass(this::hang)).hasMessageContaining("does not answer");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    back.countDown();
  }

  /** As every burst needs it, of a storage that is well. */
  @Test
  void whoComesAtABadMomentWaitsForHisTurn() throws Exception {
    StorageGate gate = gate(LONG, SHORT);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> gate.pass(this::hang)).hasMessageContaining("does not answer");
    }
    AtomicInteger done = new AtomicInteger();
    Thread later = new Thread(() -> gate.pass(done::incrementAndGet));
    later.start();
    Awaitility.await().until(() -> later.getState() == Thread.State.TIMED_WAITING);
    back.countDown();
    later.join();
    assertThat(done).hasValue(1);
  }
}
