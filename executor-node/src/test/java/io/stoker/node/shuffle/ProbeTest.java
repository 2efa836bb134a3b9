package io.stoker.node.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final AtomicLong clock = new AtomicLong();
  private final Probe probe = new Probe("127.0.0.1", PATIENCE, clock::get);

  @Test
  void aServerThatAnswersIsNotLate() throws Exception {
    try (AnsweringServer server = new AnsweringServer(0, call -> true)) {
      probe.begin();
      assertThat(probe.isAnswered()).isFalse();
      lookUntil(server.port(), probe::isAnswered);
      lookUntil(server.port(), () -> server.calls() > 20);
      assertThat(probe.isHung()).isFalse();
    }
  }

  /** The kernel takes connections for it all the same. */
  @Test
  void aServerThatAcceptsAndIsSilentHangs() throws Exception {
    try (ServerSocket silent = listening()) {
      probe.begin();
      look(silent.getLocalPort(), PATIENCE);
      assertThat(probe.isHung()).as("a start has more time").isFalse();
      look(silent.getLocalPort(), PATIENCE.multipliedBy(3));
      assertThat(probe.isAnswered()).isFalse();
      assertThat(probe.isHung()).isTrue();
    }
  }

  @Test
  void aServerThatListensNoMoreHangs() throws Exception {
    int port;
    try (AnsweringServer server = new AnsweringServer(0, call -> true)) {
      port = server.port();
      probe.begin();
      lookUntil(port, probe::isAnswered);
    }
    look(port, PATIENCE.multipliedBy(2));
    assertThat(probe.isHung()).isTrue();
  }

  /** One thread of several is stuck: most requests are answered. */
  @Test
  void oneRequestThatIsNeverAnsweredIsEnough() throws Exception {
    try (AnsweringServer server = new AnsweringServer(0, call -> call != 3)) {
      probe.begin();
      lookUntil(server.port(), probe::isHung);
      assertThat(probe.isAnswered()).isTrue();
      assertThat(server.calls()).isGreaterThan(10);
    }
  }

  /** The new server took another port, and a stranger accepts at the old one. */
  @Test
  void whoIsWhereAnEarlierServerWasSaysNothingOfTheNextOne() throws Exception {
    try (ServerSocket stranger = listening();
        AnsweringServer server = new AnsweringServer(0, call -> true)) {
      probe.begin();
      look(stranger.getLocalPort(), PATIENCE.multipliedBy(2));
      assertThat(probe.isLate()).isTrue();
      probe.look(OptionalInt.of(server.port()));
      assertThat(probe.waited()).isLessThanOrEqualTo(Duration.ofSeconds(1));
      lookUntil(server.port(), probe::isAnswered);
      assertThat(probe.isHung()).isFalse();
      lookUntil(server.port(), () -> server.calls() > 30);
      assertThat(probe.isHung()).isFalse();
    }
  }

  @Test
  void aMachineThatSleptOrStarvedProvesNothing() throws Exception {
    try (ServerSocket silent = listening()) {
      probe.begin();
      look(silent.getLocalPort(), Duration.ofSeconds(1));
      clock.addAndGet(Duration.ofHours(8).toNanos());
      probe.look(OptionalInt.of(silent.getLocalPort()));
      assertThat(probe.waited()).isLessThanOrEqualTo(Duration.ofSeconds(2));
      for (int look = 0; look < 20; look++) { // one in 10 s: there is time for nobody
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        probe.look(OptionalInt.of(silent.getLocalPort()));
      }
      assertThat(probe.isHung()).isFalse();
    }
  }

  @Test
  void anAnswerThatCameWhileNobodyLookedCounts() throws Exception {
    try (AnsweringServer server = new AnsweringServer(0, call -> true)) {
      probe.begin();
      lookUntil(server.port(), () -> server.calls() > 0);
      clock.addAndGet(Duration.ofHours(8).toNanos());
      lookUntil(server.port(), probe::isAnswered);
      assertThat(probe.waited()).isLessThan(PATIENCE);
    }
  }

  private void look(int port, Duration forSo) {
    for (long end = clock.get() + forSo.toNanos(); clock.get() <= end; ) {
      clock.addAndGet(LOOK.toNanos());
      probe.look(OptionalInt.of(port));
    }
  }

  private void lookUntil(int port, Callable<Boolean> is) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              clock.addAndGet(LOOK.toNanos());
              probe.look(OptionalInt.of(port));
              return is.call();
            });
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
