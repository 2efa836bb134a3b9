package io.stoker.spark.cluster;

import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.KillExecutors;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.platform.Backoff;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.PlatformClient;
import io.stoker.spark.platform.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Spark's wishes to the platform on a thread of its own: at each change, and all 30 s in case
 * the platform has forgotten. After a failed try the newest state is sent, not the failed one.
 */
final class WishSender implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WishSender.class);
  private static final long REPEAT_MILLIS = 30_000;

  private final DriverSession session;
  private final ExecutorSettings settings;
  private final Wishes wishes;
  private final Supplier<Set<String>> excludedHosts;
  private final BooleanSupplier barrier;
  private final Consumer<String> giveUp;

  /**
   * @param excludedHosts what the scheduler says of them, once it is done with what it does now
   * @param barrier whether a barrier stage waits or goes on
   * @param giveUp takes why no executor can ever come
   */
  WishSender(
      DriverSession session,
      ExecutorSettings settings,
      Wishes wishes,
      Supplier<Set<String>> excludedHosts,
      BooleanSupplier barrier,
      Consumer<String> giveUp) {
    this.session = session;
    this.settings = settings;
    this.wishes = wishes;
    this.excludedHosts = excludedHosts;
    this.barrier = barrier;
    this.giveUp = giveUp;
  }

  @Override
  public void run() {
    try {
      announce();
      sendForEver();
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: the application ends");
    } catch (FencedException e) {
      LOG.debug("Fenced: the driver ends", e);
    }
  }

  private void announce() {
    try {
      session.announce(settings.driverUrl());
    } catch (RefusedException e) {
      // Only a time in the run's history is lost; without executors the run would hang.
      LOG.error("The platform does not take the driver's start", e);
    }
  }

  private void sendForEver() throws InterruptedException {
    Backoff backoff = new Backoff();
    while (true) {
      try {
        send();
        backoff.reset();
        wishes.await(REPEAT_MILLIS);
      } catch (IOException e) {
        LOG.warn("The platform was not told of executors wanted, trying again: {}", e.toString());
        backoff.pause();
      } catch (FencedException e) {
        throw e;
      } catch (RefusedException e) {
        LOG.error("The platform does not take the demand for executors", e);
        if (e.isInvalid()) {
          giveUp.accept(e.getMessage());
          return;
        }
        wishes.await(REPEAT_MILLIS);
      } catch (RuntimeException e) {
        LOG.error("Cannot say which executors are wanted", e);
        wishes.await(REPEAT_MILLIS);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Nobody comes in the place of who is killed before it is known where nobody may come. */
  private void send() throws IOException {
    PlatformClient platform = session.platform();
    List<KillExecutors> kills = wishes.kills();
    wishes.now(excludedHosts.get(), barrier.getAsBoolean());
    ExecutorDemand demand = wishes.demand(settings);
    if (demand != null) {
      platform.demand(demand);
      wishes.heard(demand);
    }
    for (KillExecutors kill : kills) {
      platform.kill(kill);
      wishes.told(kill);
    }
  }
}
