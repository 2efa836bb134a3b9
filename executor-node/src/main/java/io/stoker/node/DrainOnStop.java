package io.stoker.node;

import io.stoker.contract.node.DrainReply;
import io.stoker.node.platform.Caller;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.platform.Reply;
import io.stoker.node.shuffle.ShuffleServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the node before its service stops, when it is told to. The node goes on working
 * meanwhile: it reports, follows and ships logs until the platform says that nothing is left on it.
 */
final class DrainOnStop {
  private static final Logger LOG = LoggerFactory.getLogger(DrainOnStop.class);
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  /** For what is ended at the deadline to be gone. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Duration atMost;
  private final PlatformClient client;
  private final ShuffleServer shuffle;
  private final CountDownLatch ordered = new CountDownLatch(1);
  private final CountDownLatch empty = new CountDownLatch(1);
  private volatile long orderedAt;

  /** Waits so long for the node to be empty; zero to stop at once. */
  DrainOnStop(Duration atMost, PlatformClient client, ShuffleServer shuffle) {
    this.atMost = atMost;
    this.client = client;
    this.shuffle = shuffle;
  }

  /** One turn of a loop of the node: does nothing until the service is to stop. */
  void turn(Caller caller) throws InterruptedException {
    ordered.await();
    Duration left = atMost.minusNanos(System.nanoTime() - orderedAt);
    Reply<DrainReply> reply =
        caller.call(
            session ->
                client.drain(
                    session.identity(), session.epoch(), left.isNegative() ? Duration.ZERO : left));
    if (reply instanceof Reply.Ok<DrainReply> ok && ok.value().state().equals("DRAINED")) {
      shuffle.dismiss(); // nobody would end it once the service has gone
      if (shuffle.isOff()) {
        empty.countDown();
      }
    }
    Thread.sleep(ASK_EVERY.toMillis());
  }

  /** Blocks until nothing is left on the node, or for as long as was set. */
  void await() throws InterruptedException {
    if (atMost.isZero()) {
      return;
    }
    LOG.info("The node is drained before it stops, for at most {} s", atMost.toSeconds());
    orderedAt = System.nanoTime();
    ordered.countDown();
    if (empty.await(atMost.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.info("Nothing is left on the node");
    } else {
      LOG.warn("The node is not empty; what is left goes on, and is taken up by the next start");
    }
  }
}
