package io.stoker.quartz;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A duty that counts its runs and the most that ever ran at once. */
final class Counting implements PeriodicDuty {
  final AtomicInteger runs = new AtomicInteger();
  final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final String name;
  private final Duration every;
  private final Runnable work;

  Counting(String name, Duration every, Runnable work) {
    this.name = name;
    this.every = every;
    this.work = work;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run() {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      work.run();
    } finally {
      now.decrementAndGet();
      runs.incrementAndGet();
    }
  }
}
