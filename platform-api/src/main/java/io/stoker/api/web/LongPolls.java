package io.stoker.api.web;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Long polls of drivers and nodes. Each that waits holds a thread of the web server, which all of
 * them need for their signs of life. Past a bound one that would have to wait gives its thread back
 * and is answered a second later with what there is by then; not at once, since whoever asked would
 * ask again at once.
 */
@Component
public class LongPolls {
  private static final int MOST = 200;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Semaphore places = new Semaphore(MOST);
  private final ScheduledExecutorService later =
      Executors.newScheduledThreadPool(4, LongPolls::thread);

  private static Thread thread(Runnable answer) {
    Thread thread = new Thread(answer, "long-polls");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Answers a poll.
   *
   * @param wait how long it may be kept waiting
   * @param ask for the answer, which comes when there is news or this time is over
   * @param isNews whether an answer is worth an end of the wait
   */
  public <T> DeferredResult<T> poll(Duration wait, Function<Duration, T> ask, Predicate<T> isNews) {
    DeferredResult<T> result = new DeferredResult<>();
    if (places.tryAcquire()) {
      try {
        result.setResult(ask.apply(wait));
      } finally {
        places.release();
      }
      return result;
    }
    T now = ask.apply(Duration.ZERO);
    if (isNews.test(now) || wait.isZero() || wait.isNegative()) {
      result.setResult(now);
    } else {
      var unused =
          later.schedule(() -> answer(result, ask), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return result;
  }

  private static <T> void answer(DeferredResult<T> result, Function<Duration, T> ask) {
    try {
      result.setResult(ask.apply(Duration.ZERO));
    } catch (RuntimeException e) {
      result.setErrorResult(e);
    }
  }
}
