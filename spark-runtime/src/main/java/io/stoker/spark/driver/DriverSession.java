package io.stoker.spark.driver;

import io.stoker.contract.Servers;
import io.stoker.contract.driver.DriverStarted;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.spark.memory.MemoryListener;
import io.stoker.spark.memory.MemoryReporter;
import io.stoker.spark.platform.Attempt;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.PlatformClient;
import io.stoker.spark.platform.RefusedException;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM's attempt and its line to the platform. Spark makes the cluster manager, the plugin and
 * the commit protocol by itself, so they find the session here.
 */
public final class DriverSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverSession.class);
  private static final AtomicReference<DriverSession> CURRENT = new AtomicReference<>();

  /** Names the Spark of a program that this JVM only watches. */
  private static final String OTHER_SPARK = "spark.stoker.otherSpark";

  private final Attempt attempt;
  private final PlatformClient platform;
  private final DriverGuard guard;
  private final ProgressListener listener;
  private final MemoryReporter memory;
  private final ProgressReporter reporter;
  private final Set<Integer> everRegistered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean announced = new AtomicBoolean();

  private final @Nullable String otherSpark;

  private DriverSession(SparkConf assigned, Attempt attempt, PlatformClient platform) {
    this.attempt = attempt;
    this.platform = platform;
    this.otherSpark = assigned.get(OTHER_SPARK, null);
    this.guard = DriverGuard.of(assigned);
    this.listener = new ProgressListener(!Masters.isStoker(assigned));
    this.memory =
        otherSpark == null ? new MemoryReporter(platform) : MemoryReporter.silent(platform);
    listener.cachedBy(memory.listener()::caching);
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
    DriverSession session = new DriverSession(assigned, attempt, platform);
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
   * Says once that Spark is ready for executors; of another Spark, that its process runs.
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
              System.getProperty("java.version"),
              otherSpark));
      CrashPoints.hit(CrashPoint.DRIVER_ANNOUNCED);
    }
  }

  /** The same on a thread of its own: work goes on, however long the platform is away. */
  public Thread announceMeanwhile(String driverUrl) {
    Thread thread = new Thread(() -> tryToAnnounce(driverUrl), "stoker-announcement");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void tryToAnnounce(String driverUrl) {
    try {
      announce(driverUrl);
    } catch (FencedException | RefusedException e) {
      LOG.warn("The platform does not take the driver's start: {}", e.toString());
    }
  }

  @Override
  public void close() {
    reporter.close();
    CURRENT.compareAndSet(this, null);
  }
}
