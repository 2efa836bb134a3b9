package io.stoker.spark.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OwnPagesTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int FAILURES = 3;

  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void oneThatDoesNotListenInTimeEnds() throws Exception {
    watch(SHORT);
    assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Its connections are accepted by the kernel, and nobody answers. */
  @Test
  void oneThatHangsEnds() throws Exception {
    try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      watch(LONG).areAt(hangs.getLocalPort());
      assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  /** Goes red when failures are counted that are not in a row. */
  @Test
  void oneThatAnswersNowAndThenGoesOn() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch often = new CountDownLatch(4 * FAILURES);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/static/webui.js",
        exchange -> {
          often.countDown();
          if (asked.incrementAndGet() % FAILURES == 0) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          } else {
            throw new IOException("the connection is cut");
          }
        });
    server.start();
    try {
      watch(LONG).areAt(server.getAddress().getPort());
      assertThat(often.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(ended.getCount()).isOne();
    } finally {
      server.stop(0);
    }
    assertThat(ended.await(1, TimeUnit.MINUTES)).as("it answers no more").isTrue();
  }

  private OwnPages watch(Duration start) {
    // as long for an answer as a loaded machine may take to give one
    Duration wait = Duration.ofSeconds(1);
    OwnPages pages = new OwnPages(new OwnPages.Limits(start, SHORT, wait, FAILURES));
    pages.watch(ended::countDown);
    return pages;
  }
}
