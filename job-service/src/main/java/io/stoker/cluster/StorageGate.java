package io.stoker.cluster;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The way of requests to the storage. A network file system that is away keeps whoever asks it in
 * the kernel until it is back, and no request may wait there: drivers and nodes need the web
 * server's threads for their signs of life. So threads of this class go there, a few; who sent them
 * waits for so long, and once all of them hang nobody waits at all.
 *
 * <p>An access that is not waited for any more goes on: it must do no harm when it ends late. It is
 * not interrupted, since that would wait for the kernel too.
 */
@Component
public class StorageGate {
  private static final Logger log = LoggerFactory.getLogger(StorageGate.class);

  private static final int PLACES = 32;

  /** For a place. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /** For an answer, and less than drivers and nodes wait for theirs. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A storage that is only slow shall not be told of all the time. */
  private static final Duration CALM = Duration.ofSeconds(10);

  private final URI storage;
  private final Duration turn;
  private final Duration patience;
  private final Semaphore places;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), StorageGate::thread);

  /** Accesses that nobody waits for any more and that have not ended. */
  private final AtomicInteger overdue = new AtomicInteger();

  private final AtomicBoolean told = new AtomicBoolean();

  /** Somebody has waited for a place in vain, and no access has ended since. */
  private volatile boolean full;

  private volatile long lastRefusal;

  /** Something that is done in the storage, and in no transaction. */
  @FunctionalInterface
  public interface Access<T, E extends Exception> {
    T run() throws E;
  }

  @Autowired
  StorageGate(Storage storage) {
    this(storage.uri(), PLACES, TURN, PATIENCE);
  }

  /**
   * @param places accesses at once
   * @param turn how long one waits for a place
   * @param patience how long it may take then
   */
  public StorageGate(URI storage, int places, Duration turn, Duration patience) {
    this.storage = storage;
    this.places = new Semaphore(places);
    this.turn = turn;
    this.patience = patience;
  }

  /** A gate of its own for a few accesses that those of other requests must not keep out. */
  public static StorageGate apart(Storage storage, int places) {
    return new StorageGate(storage.uri(), places, TURN, PATIENCE);
  }

  private static Thread thread(Runnable access) {
    Thread thread = new Thread(access, "storage");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does it, unless that takes too long.
   *
   * @throws StokerException UNAVAILABLE when there is no place, or no answer in time
   */
  public <T, E extends Exception> T pass(Access<T, E> access) throws E {
    return pass(patience, access);
  }

  /** The same of something that takes longer by its nature. */
  public <T, E extends Exception> T pass(Duration atMost, Access<T, E> access) throws E {
    enter();
    Visit<T> visit = new Visit<>(access);
    try {
      threads.execute(visit);
    } catch (RuntimeException | Error e) {
      places.release();
      throw e;
    }
    return visit.await(atMost);
  }

  /** Whether some access does not come to an end, or there is no place. */
  public boolean isHanging() {
    return overdue.get() > 0 || (full && places.availablePermits() == 0);
  }

  private void enter() {
    try {
      if (!places.tryAcquire(full ? 0 : turn.toNanos(), TimeUnit.NANOSECONDS)) {
        full = true;
        throw away();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away();
    }
  }

  private StokerException away() {
    lastRefusal = System.nanoTime();
    if (told.compareAndSet(false, true)) {
      log.warn(
          "The storage {} does not answer. What needs it is answered with 503 until it does; runs go on. See whether its file server is there, and whether ls on it comes to an end on this machine",
          storage);
    }
    return new StokerException(
        ErrorCode.UNAVAILABLE,
        "The storage of this server, %s, does not answer. Try again in some seconds; if that goes on, see whether its file server is there and whether ls on that directory comes to an end on the server's machine."
            .formatted(storage));
  }

  private void left() {
    full = false;
    places.release();
    boolean calm = System.nanoTime() - lastRefusal > CALM.toNanos();
    if (calm && !isHanging() && told.compareAndSet(true, false)) {
      log.info("The storage {} answers again", storage);
    }
  }

  /** One access and who waits for it. */
  private final class Visit<T> implements Runnable {
    private final FutureTask<T> task;
    private boolean ended;
    private boolean isOverdue;

    Visit(Access<T, ?> access) {
      task = new FutureTask<>(access::run);
    }

    @Override
    public void run() {
      task.run();
      synchronized (this) {
        ended = true;
        if (isOverdue) {
          overdue.decrementAndGet();
        }
      }
      left();
    }

    private synchronized void abandon() {
      if (!ended) {
        isOverdue = true;
        overdue.incrementAndGet();
      }
    }

    @SuppressWarnings("unchecked")
    <E extends Exception> T await(Duration atMost) throws E {
      try {
        return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (E) e.getCause(); // an access throws nothing else
      } catch (TimeoutException e) {
        abandon();
        throw away();
      } catch (InterruptedException e) {
        abandon();
        Thread.currentThread().interrupt();
        throw away();
      }
    }
  }
}
