package io.stoker.spark.cluster;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import io.stoker.contract.driver.KillExecutors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.resource.ResourceProfile;
import org.jspecify.annotations.Nullable;

/**
 * What Spark wants of the platform, as its latest state. Spark tells it while it holds its
 * scheduler's locks, so everything here returns at once; a thread of its own takes it away.
 */
final class Wishes {
  /** A profile and how many executors of it are wanted in all. */
  private record Total(ResourceProfile profile, int executors, Map<String, Integer> localTasks) {}

  /** Of all contexts that a program makes one after the other: the highest version wins. */
  private static final AtomicLong VERSIONS = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Total> totals = new TreeMap<>();
  private final Map<Integer, String> unwanted = new TreeMap<>();
  private Set<String> excludedHosts = Set.of();
  private boolean barrier;
  private long version;
  private long heard;
  private boolean due;

  /**
   * A profile that is missing here is wanted no more; its running executors stay.
   *
   * @param localTasks tasks of a profile that would find their data on a host, by profile and host
   */
  void totals(Map<ResourceProfile, Integer> wanted, Map<Integer, Map<String, Integer>> localTasks) {
    locked(
        () -> {
          totals.replaceAll((id, total) -> new Total(total.profile(), 0, Map.of()));
          wanted.forEach(
              (profile, total) ->
                  totals.put(
                      profile.id(),
                      new Total(profile, total, localTasks.getOrDefault(profile.id(), Map.of()))));
          version = VERSIONS.incrementAndGet();
        });
  }

  /** Executors that are to end, each with its reason. */
  void kill(Map<Integer, String> executors) {
    locked(() -> unwanted.putAll(executors));
  }

  /** What the sender asks for before it sends may be another than it was. */
  void changed() {
    locked(() -> {});
  }

  /**
   * What is so now; no reason to say it at once.
   *
   * @param excluded hosts where nobody may come
   * @param withBarrier whether a barrier stage waits or goes on
   */
  void now(Set<String> excluded, boolean withBarrier) {
    lock.lock();
    try {
      if (!excludedHosts.equals(excluded) || barrier != withBarrier) {
        excludedHosts = Set.copyOf(excluded);
        barrier = withBarrier;
        version = VERSIONS.incrementAndGet();
      }
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      due = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something new, at most so long. */
  void await(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!due && left > 0) {
        left = changed.awaitNanos(left);
      }
      due = false;
    } finally {
      lock.unlock();
    }
  }

  /** All that is wanted now, or null before Spark has said anything. */
  @Nullable ExecutorDemand demand(ExecutorSettings settings) {
    lock.lock();
    try {
      if (version == 0) {
        return null;
      }
      // of other profiles there may be ever more, most of them of stages long done
      List<ProfileDemand> profiles =
          totals.entrySet().stream()
              .filter(total -> total.getKey() == 0 || total.getValue().executors() > 0)
              .map(Map.Entry::getValue)
              .map(total -> settings.demand(total.profile(), total.executors(), total.localTasks()))
              .toList();
      return new ExecutorDemand(
          version,
          settings.driverUrl(),
          profiles,
          settings.javaOptions(),
          settings.environment(),
          excludedHosts.stream().sorted().toList(),
          barrier);
    } finally {
      lock.unlock();
    }
  }

  /** The platform has answered this demand. */
  void heard(ExecutorDemand demand) {
    lock.lock();
    try {
      heard = Math.max(heard, demand.version());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the platform has heard the latest demand, at most so long. */
  void awaitHeard(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (heard < version && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The executors to end, by reason. */
  List<KillExecutors> kills() {
    lock.lock();
    try {
      Map<String, List<Integer>> byReason =
          unwanted.keySet().stream().collect(groupingBy(unwanted::get, TreeMap::new, toList()));
      return byReason.entrySet().stream()
          .map(some -> new KillExecutors(some.getValue(), some.getKey()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The platform knows these; others may have come meanwhile. */
  void told(KillExecutors kill) {
    lock.lock();
    try {
      unwanted.keySet().removeAll(Set.copyOf(kill.executorIds()));
    } finally {
      lock.unlock();
    }
  }
}
