package io.stoker.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Wakes waiting threads of every server when something has changed in the database. A signal is
 * only a hint to look again: what waits looks by itself once a second, so a lost one costs a
 * second.
 */
@Component
public class Signals implements SmartLifecycle {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final JdbcClient jdbc;
  private final SignalListener listener;
  private final Map<String, Topic> topics = new HashMap<>();
  private volatile boolean running;

  Signals(JdbcClient jdbc, DataSource dataSource) {
    this.jdbc = jdbc;
    this.listener = new SignalListener(dataSource, this::wake, this::wakeAll);
  }

  /** Wakes the waiters of a topic once the caller's transaction has committed. */
  public void notify(String topic) {
    jdbc.sql("select pg_notify(:channel, :topic)")
        .param("channel", SignalListener.CHANNEL)
        .param("topic", topic)
        .query((row, number) -> topic)
        .single();
  }

  /**
   * Waits until a condition holds; it is looked at when the topic is notified and at least once a
   * second. No database connection is held meanwhile.
   *
   * @return whether it held before the time was over, the thread was interrupted or the server
   *     began to stop
   */
  public boolean await(String topic, BooleanSupplier condition, Duration atMost) {
    long start = System.nanoTime();
    try (Watch watch = watch(topic)) {
      while (true) {
        if (condition.getAsBoolean()) {
          return true;
        }
        long left = atMost.toNanos() - (System.nanoTime() - start);
        if (left <= 0 || !running) {
          return false;
        }
        watch.next(Duration.ofNanos(Math.min(left, LOOK_NANOS)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Begins to watch a topic: from now on no signal of it is missed, however late it is awaited. */
  public Watch watch(String topic) {
    return new Watch(topic);
  }

  /** A look-out for one topic. */
  public final class Watch implements AutoCloseable {
    private final String name;
    private final Topic topic;
    private long seen;

    private Watch(String name) {
      this.name = name;
      this.topic = enter(name);
      this.seen = topic.generation();
    }

    /** Waits for a signal since the last call; false when there was none in time. */
    public boolean next(Duration atMost) throws InterruptedException {
      long before = seen;
      seen = topic.awaitChange(seen, atMost.toNanos());
      return seen != before;
    }

    @Override
    public void close() {
      leave(name);
    }
  }

  @Override
  public void start() {
    running = true;
    listener.start();
  }

  @Override
  public void stop() {
    running = false;
    listener.stop();
    wakeAll();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops before the web server does, so that its long polls end and it need not wait for them. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }

  private Topic enter(String name) {
    synchronized (topics) {
      Topic topic = topics.computeIfAbsent(name, any -> new Topic());
      topic.waiters++;
      return topic;
    }
  }

  private void leave(String name) {
    synchronized (topics) {
      topics.computeIfPresent(name, (any, topic) -> --topic.waiters == 0 ? null : topic);
    }
  }

  private void wake(String name) {
    Topic topic;
    synchronized (topics) {
      topic = topics.get(name);
    }
    if (topic != null) {
      topic.change();
    }
  }

  private void wakeAll() {
    synchronized (topics) {
      topics.values().forEach(Topic::change);
    }
  }

  /** What threads of this server wait on; exists only while one waits. */
  private static final class Topic {
    private int waiters;
    private long generation;

    synchronized long generation() {
      return generation;
    }

    synchronized void change() {
      generation++;
      notifyAll();
    }

    /** The generation, another than the one seen unless the time is over. */
    synchronized long awaitChange(long seen, long nanos) throws InterruptedException {
      long end = System.nanoTime() + nanos;
      for (long left = nanos; generation == seen && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return generation;
    }
  }
}
