package io.stoker.spark.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.HealthTracker;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.collection.mutable.HashSet;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's scheduler with racks, so that a task without room beside its data runs near it. Spark
 * asks for racks while it holds its locks: the answer comes from memory.
 */
final class StokerScheduler extends TaskSchedulerImpl {
  private volatile Map<String, String> racks = Map.of();
  private @Nullable HealthTracker health;

  StokerScheduler(SparkContext context) {
    super(context);
  }

  @Override
  public Seq<Option<String>> getRacksForHosts(Seq<String> hosts) {
    Map<String, String> known = racks;
    List<Option<String>> found =
        CollectionConverters.asJava(hosts).stream()
            .map(host -> Option.apply(known.get(host)))
            .toList();
    return CollectionConverters.asScala(found).toList();
  }

  /**
   * Who excludes, with the backend that kills for it. Spark asks its context for the backend, at
   * the first round of offers, which a thread of the backend makes before the context knows it:
   * then nobody whom Spark excludes is ever killed.
   */
  @Override
  public synchronized Option<HealthTracker> healthTrackerOpt() {
    if (health == null
        && HealthTracker.isExcludeOnFailureEnabled(sc().conf())
        && backend() instanceof ExecutorAllocationClient client) {
      health = new HealthTracker(sc(), Option.apply(client));
    }
    return Option.apply(health);
  }

  /**
   * Hosts that Spark excludes. It kills the executor of one first and excludes its host then, both
   * under its lock: who asks after the kill waits for that, and hears of the host.
   */
  synchronized Set<String> excludedHosts() {
    return Set.copyOf(CollectionConverters.asJava(excludedNodes()));
  }

  /** Whether Spark gives an executor no tasks, for its own failures or its host's. */
  synchronized boolean excludes(String executor) {
    Option<HealthTracker> tracker = healthTrackerOpt();
    return tracker.isDefined()
        && (tracker.get().isExecutorExcluded(executor)
            || executorIdToHost().get(executor).exists(tracker.get()::isNodeExcluded));
  }

  /** How many tasks run on each executor that it has given any. */
  Map<String, Integer> runningTasks() {
    Map<String, Integer> running = new HashMap<>();
    CollectionConverters.asJava(runningTasksByExecutors())
        .forEach((executor, tasks) -> running.put(executor, (Integer) tasks));
    return running;
  }

  /** Racks as they are from now on. Spark remembers which of its hosts are in which. */
  synchronized void racks(Map<String, String> current) {
    if (current.equals(racks)) {
      return;
    }
    racks = Map.copyOf(current);
    hostsByRack().clear();
    for (String host : CollectionConverters.asJava(hostToExecutors()).keySet()) {
      String rack = current.get(host);
      if (rack != null) {
        hostsByRack().getOrElseUpdate(rack, HashSet::new).add(host);
      }
    }
  }
}
