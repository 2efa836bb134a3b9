package io.stoker.api.cluster;

import io.stoker.cluster.HistoryServerSettings;
import io.stoker.cluster.ProcessNeed;
import io.stoker.memory.MemoryPlanner;
import io.stoker.memory.MemorySettings;
import io.stoker.memory.ProcessMemory;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Spark's history server, which shows runs that are over, under {@code stoker.history-server.}: a
 * process on a node, started when somebody asks for such a run.
 *
 * @param enabled whether there is one
 * @param heap of its JVM, at least 512MB; with its overhead it is taken from the memory of its node
 * @param idle time without a request after which it is ended, at least 1m
 * @param retainedApplications histories that it keeps open at once; what is asked for beyond them
 *     is read anew
 */
@ConfigurationProperties("stoker.history-server")
record HistoryServerProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1GB") DataSize heap,
    @DefaultValue("10m") Duration idle,
    @DefaultValue("10") int retainedApplications) {
  private static final DataSize LEAST_HEAP = DataSize.ofMegabytes(512);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  HistoryServerProperties {
    if (heap.compareTo(LEAST_HEAP) < 0) {
      throw new IllegalArgumentException(
          "stoker.history-server.heap: " + heap + " is too small: at least 512MB");
    }
    if (idle.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "stoker.history-server.idle: " + idle + " is too short: at least 1m");
    }
    if (retainedApplications < 1) {
      throw new IllegalArgumentException("stoker.history-server.retained-applications: at least 1");
    }
  }

  HistoryServerSettings settings(MemoryPlanner planner) {
    ProcessMemory memory = planner.plan(MemorySettings.ofHeap(heap.toBytes()));
    return new HistoryServerSettings(
        enabled,
        new ProcessNeed(0, memory.heapBytes(), memory.containerBytes()),
        retainedApplications,
        Math.toIntExact(idle.toSeconds()));
  }
}
