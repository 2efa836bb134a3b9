package io.stoker.node.platform;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Growing pauses between tries: doubled each time up to a limit, and drawn from the upper half, so
 * that the nodes of a cluster do not all come back at the same moment. For one thread.
 */
public final class Backoff {
  private final Duration first;
  private final Duration limit;
  private Duration next;

  public Backoff(Duration first, Duration limit) {
    this.first = first;
    this.limit = limit;
    this.next = first;
  }

  /** From half a second to 5 s. */
  public static Backoff ofCalls() {
    return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));
  }

  /** Blocks for this try's pause. */
  public void pause() throws InterruptedException {
    Thread.sleep(draw().toMillis());
  }

  /** After a success. */
  public void reset() {
    next = first;
  }

  Duration draw() {
    long millis = next.toMillis();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(limit) < 0 ? doubled : limit;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }
}
