package io.stoker.spark.driver;

import io.stoker.contract.Servers;
import io.stoker.contract.driver.DriverStarted;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.spark.memory.MemoryListener;
import io.stoker.spark.memory.MemoryReporter;
import io.stoker.spark.platform.Attempt;
import io.stoker.spark.platform.PlatformClient;
import io.stoker.spark.platform.SelfStop;
import io.stoker.spark.progress.ProgressListener;
import io.stoker.spark.progress.ProgressReporter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkConf;
import org.apache.spark.package$;

/**
 * This JVM's attempt and its line to the platform. Spark makes the cluster manager, the plugin and
 * the commit protocol by itself, so they find the session here.
 */
public final class DriverSession implements AutoCloseable {
  private static final AtomicReference<DriverSession> CURRENT = new AtomicReference<>();

  private final Attempt attempt;
  private final PlatformClient platform;
  private final DriverGuard guard;
  private final ProgressListener listener;
  private final MemoryReporter memory;
  private final ProgressReporter reporter;
  private final Set<Integer> everRegistered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean announced = new AtomicBoolean();

  private DriverSession(
      Attempt attempt, PlatformClient platform, DriverGuard guard, ProgressListener listener) {
    this.attempt = attempt;
    this.platform = platform;
    this.guard = guard;
    this.listener = listener;
    this.memory = new MemoryReporter(platform);
    this.reporter = new ProgressReporter(platform, listener, memory);
  }

  /**
   * Starts the sign of life, long before Spark is ready.
   *
   * @param assigned the settings that the platform assigned to this attempt
   */
  public static DriverSession open(
      SparkConf assigned, Map<String, String> environment, SelfStop selfStop) {
    Attempt attempt = Attempt.of(assigned);
    PlatformClient platform =
        new PlatformClient(
            Servers.of(needed(environment, "STOKER_URL")),
            needed(environment, "STOKER_ATTEMPT_TOKEN"),
            attempt.fence(),
            PlatformClient.LONGEST_SILENCE,
            selfStop);
    ProgressListener listener = new ProgressListener(!Masters.isStoker(assigned));
    DriverSession session =
        new DriverSession(attempt, platform, DriverGuard.of(assigned), listener);
    DriverSession old = CURRENT.getAndSet(session);
    if (old != null) {
      old.close();
    }
    session.reporter.start();
    CrashPoints.hit(CrashPoint.DRIVER_SESSION_OPENED);
    return session;
  }

  private static String needed(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "The environment lacks " + name + ": drivers are started by a node, not by hand.");
    }
    return value;
  }

  public static Optional<DriverSession> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** The session of a JVM that was started as a driver. */
  public static DriverSession required() {
    return current()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This JVM is no driver of Stoker: it must be started by StokerSubmit."));
  }

  public Attempt attempt() {
    return attempt;
  }

  public PlatformClient platform() {
    return platform;
  }

  public DriverGuard guard() {
    return guard;
  }

  public ProgressListener listener() {
    return listener;
  }

  public MemoryListener memoryListener() {
    return memory.listener();
  }

  public ProgressReporter reporter() {
    return reporter;
  }

  /**
   * Ids of all executors that have ever registered, in any of the contexts that a program makes one
   * after the other: the end of one is no failure to start.
   */
  public Set<Integer> everRegistered() {
    return everRegistered;
  }

  /**
   * Says once that Spark is ready for executors.
   *
   * @param driverUrl where they connect, or the master that starts them
   */
  public void announce(String driverUrl) {
    if (announced.compareAndSet(false, true)) {
      platform.started(
          new DriverStarted(
              ProcessHandle.current().pid(),
              driverUrl,
              null,
              package$.MODULE$.SPARK_VERSION(),
              System.getProperty("java.version")));
      CrashPoints.hit(CrashPoint.DRIVER_ANNOUNCED);
    }
  }

  @Override
  public void close() {
    reporter.close();
    CURRENT.compareAndSet(this, null);
  }
}
