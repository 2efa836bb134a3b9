package io.stoker.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.stoker.duty.AlarmClock;
import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class QuartzAlarmClockTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration NEVER_IN_THIS_TEST = Duration.ofHours(1);

  private final AnnotationConfigApplicationContext application =
      new AnnotationConfigApplicationContext();

  @AfterEach
  void close() {
    application.close();
  }

  @Test
  void aDutyComesRoundAndNeverMeetsItself() {
    var slow = new Counting("slow", OFTEN, () -> pause(Duration.ofMillis(50)));
    var quick = new Counting("quick", OFTEN, () -> {});
    start(slow, quick);

    await().until(() -> slow.runs.get() >= 5 && quick.runs.get() >= 20);
    for (int i = 0; i < 100; i++) {
      alarmClock().wake("slow");
    }
    int before = slow.runs.get();
    await().until(() -> slow.runs.get() >= before + 2);
    assertThat(slow.most).hasValue(1);
  }

  @Test
  void wakeUpsDuringARunAreOneMoreRun() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var duty =
        new Counting(
            "allocation",
            NEVER_IN_THIS_TEST,
            () -> {
              begun.countDown();
              awaitLatch(goOn);
            });
    var witness = new Counting("witness", OFTEN, () -> {});
    start(duty, witness);
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 50; i++) {
      alarmClock().wake("allocation");
    }
    goOn.countDown();
    await().until(() -> duty.runs.get() == 2);
    int seen = witness.runs.get();
    await().until(() -> witness.runs.get() > seen + 10);
    assertThat(duty.runs).hasValue(2);
  }

  @Test
  void aFailingDutyGoesOnAndIsLoggedOncePerChange() {
    var failure = new AtomicReference<>(new IllegalStateException("database is away"));
    var duty =
        new Counting(
            "sweep",
            OFTEN,
            () -> {
              IllegalStateException thrown = failure.get();
              if (thrown != null) {
                throw thrown;
              }
            });
    ListAppender<ILoggingEvent> logged = capture();
    start(duty);

    awaitMoreRuns(duty);
    failure.set(new IllegalStateException("disk is full"));
    awaitMoreRuns(duty);
    failure.set(null);
    awaitMoreRuns(duty);

    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Duty sweep fails; it is tried again at its next time",
            "Duty sweep still fails: java.lang.IllegalStateException: disk is full",
            "Duty sweep works again");
  }

  @Test
  void anErrorDoesNotEndADutyEither() {
    var duty =
        new Counting(
            "broken",
            OFTEN,
            () -> {
              throw new NoClassDefFoundError("gone");
            });
    start(duty);
    awaitMoreRuns(duty);
  }

  @Test
  void aDutyMayWakeAnother() {
    var woken = new Counting("woken", NEVER_IN_THIS_TEST, () -> {});
    var waker = new Counting("waker", OFTEN, () -> alarmClock().wake("woken"));
    start(woken, waker);
    awaitMoreRuns(woken);
  }

  @Test
  void stoppingWaitsForTheRunningOneAndStartsNoMore() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var duty =
        new Counting(
            "long",
            OFTEN,
            () -> {
              begun.countDown();
              awaitLatch(goOn);
            });
    start(duty);
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    var stop = new Thread(application::close);
    stop.start();
    await().until(() -> !application.getBean(QuartzAlarmClock.class).isRunning());
    assertThat(duty.runs).hasValue(0);
    goOn.countDown();
    stop.join();

    assertThat(duty.runs).hasValue(1);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("duty")));
  }

  @Test
  void anUnknownDutyIsABug() {
    start(new Counting("known", NEVER_IN_THIS_TEST, () -> {}));
    assertThatThrownBy(() -> alarmClock().wake("unknown"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No duty is called unknown");
  }

  @Test
  void twoDutiesOfOneNameAreABug() {
    var duty = new Counting("same", NEVER_IN_THIS_TEST, () -> {});
    assertThatThrownBy(() -> start(duty, new Counting("same", OFTEN, () -> {})))
        .hasRootCauseMessage("Two duties are called same");
  }

  @Test
  void aWallClockSetBackIsNoticedOnceAndOneSetForwardIsNot() {
    var wall = new AtomicReference<>(Instant.EPOCH.plus(Duration.ofDays(1)));
    var calls = new AtomicInteger();
    var guard = new WallClockGuard(wall::get, () -> 0, calls::incrementAndGet);
    guard.look();
    wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    guard.look();
    assertThat(calls).hasValue(0);
    wall.updateAndGet(now -> now.minus(Duration.ofHours(2)));
    guard.look();
    guard.look();
    assertThat(calls).hasValue(1);
  }

  private void start(PeriodicDuty... duties) {
    application.register(AlarmClockConfiguration.class);
    for (int i = 0; i < duties.length; i++) {
      PeriodicDuty duty = duties[i];
      application.registerBean("duty" + i, PeriodicDuty.class, () -> duty);
    }
    application.refresh();
  }

  private AlarmClock alarmClock() {
    return application.getBean(AlarmClock.class);
  }

  private static void awaitMoreRuns(Counting duty) {
    int before = duty.runs.get();
    await().until(() -> duty.runs.get() >= before + 5);
  }

  private static ListAppender<ILoggingEvent> capture() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    ((Logger) LoggerFactory.getLogger(FailureLog.class)).addAppender(appender);
    return appender;
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Work that takes a while: the thread waits for something that does not come. */
  private static void pause(Duration duration) {
    try {
      var unused = new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
