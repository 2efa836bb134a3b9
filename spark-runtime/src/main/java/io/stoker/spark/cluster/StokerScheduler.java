package io.stoker.spark.cluster;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.TaskSchedulerImpl;
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
