package io.stoker.api.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Waits for clients that ask with {@code ?wait=}. Each holds a thread of the web server, which
 * drivers and nodes need for their signs of life: past a bound, clients are answered at once.
 */
@Component
class ClientWaits {
  private static final int MOST = 64;

  private final Semaphore places = new Semaphore(MOST);

  /** Lets the client wait, at most {@link RunAddress#LONGEST_WAIT} and not at all in a crowd. */
  void upTo(Duration wait, Consumer<Duration> await) {
    if (wait.isZero() || wait.isNegative() || !places.tryAcquire()) {
      return;
    }
    try {
      await.accept(RunAddress.bounded(wait));
    } finally {
      places.release();
    }
  }
}
