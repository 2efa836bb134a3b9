package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.stoker.database.TestDatabase;
import io.stoker.fixture.TestPools;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SignalsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.create();
  private final HikariDataSource pool = TestPools.of(database, 5);
  private final JdbcClient jdbc = JdbcClient.create(pool);
  private final Signals signals = new Signals(jdbc, pool);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(pool));

  @AfterEach
  void close() {
    signals.stop();
    pool.close();
  }

  @Test
  void aWatchHearsItsTopicOnlyAndOnlyAfterTheCommit() throws Exception {
    signals.start();
    listening();
    try (Signals.Watch watch = signals.watch("one")) {
      transaction.executeWithoutResult(
          status -> {
            signals.notify("one");
            assertThat(next(watch, Duration.ofMillis(300))).isFalse();
          });
      assertThat(watch.next(LONG)).isTrue();
      signals.notify("two");
      transaction.executeWithoutResult(
          status -> {
            signals.notify("one");
            status.setRollbackOnly();
          });
      assertThat(watch.next(Duration.ofMillis(300))).isFalse();
    }
  }

  @Test
  void aSignalBeforeTheLookIsNotMissed() throws Exception {
    signals.start();
    listening();
    try (Signals.Watch watch = signals.watch("one")) {
      signals.notify("one");
      signals.notify("other");
      try (Signals.Watch other = signals.watch("other")) {
        signals.notify("other");
        assertThat(other.next(LONG)).isTrue();
      }
      assertThat(watch.next(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void whatHoldsAlreadyIsAnsweredAtOnceAndWhatNeverHoldsInTime() {
    signals.start();
    assertThat(signals.await("one", () -> true, LONG)).isTrue();
    assertThat(signals.await("one", () -> false, Duration.ofMillis(50))).isFalse();
  }

  @Test
  void withoutAnySignalItIsLookedAtEachSecond() {
    signals.start();
    AtomicInteger looks = new AtomicInteger();
    assertThat(signals.await("one", () -> looks.incrementAndGet() == 3, LONG)).isTrue();
  }

  @Test
  void aBrokenConnectionIsReplaced() throws Exception {
    signals.start();
    listening();
    int killed =
        jdbc.sql(
                """
                select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
                where query like 'listen %' and datname = current_database()) killed
                """)
            .query(Integer.class)
            .single();
    assertThat(killed).isEqualTo(1);
    listening();
  }

  @Test
  void aStopEndsEveryWait() {
    signals.start();
    AtomicBoolean looked = new AtomicBoolean();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () ->
                signals.await(
                    "one",
                    () -> {
                      looked.set(true);
                      return false;
                    },
                    LONG));
    await().untilTrue(looked);
    signals.stop();
    assertThat(waiting.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join()).isFalse();
  }

  /** Until a notification arrives by the listener's connection. */
  private void listening() throws InterruptedException {
    try (Signals.Watch watch = signals.watch("hello")) {
      await()
          .atMost(LONG)
          .until(
              () -> {
                signals.notify("hello");
                return watch.next(Duration.ofMillis(200));
              });
    }
  }

  private static boolean next(Signals.Watch watch, Duration atMost) {
    try {
      return watch.next(atMost);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
