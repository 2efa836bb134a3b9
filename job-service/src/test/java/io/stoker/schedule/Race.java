package io.stoker.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several works that begin at the same moment. */
final class Race {
  private Race() {}

  /** What became of each: "done", or what it threw. */
  static List<Object> of(Runnable... works) {
    ExecutorService threads = Executors.newFixedThreadPool(works.length);
    CyclicBarrier start = new CyclicBarrier(works.length);
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (Runnable work : works) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    work.run();
                    return "done";
                  } catch (RuntimeException e) {
                    return e;
                  }
                }));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
