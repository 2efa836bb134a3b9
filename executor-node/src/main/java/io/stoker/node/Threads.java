package io.stoker.node;

import io.stoker.node.home.NodeProblem;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a node: its loops, which go on until they are interrupted, and its workers. */
final class Threads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private final AtomicInteger count = new AtomicInteger();
  private final ExecutorService pool =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "node-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
  private final ExecutorCompletionService<Void> loops = new ExecutorCompletionService<>(pool);

  /** What a loop does again and again. */
  @FunctionalInterface
  interface Turn {
    void run() throws InterruptedException;
  }

  ExecutorService workers() {
    return pool;
  }

  void loop(Turn turn) {
    Callable<Void> forEver =
        () -> {
          while (true) {
            turn.run();
          }
        };
    loops.submit(forEver);
  }

  /**
   * Blocks while all loops go on.
   *
   * @throws NodeProblem when one of them gave up
   */
  void join() throws InterruptedException {
    try {
      loops.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NodeProblem problem) {
        throw problem;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw new IllegalStateException("A loop of the node broke", e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("Threads of the node are still busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
