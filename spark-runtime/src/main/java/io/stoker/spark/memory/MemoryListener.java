package io.stoker.spark.memory;

import io.stoker.contract.driver.DriverMemory;
import io.stoker.spark.memory.CacheBoard.Announced;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerUnpersistRDD;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.RDDInfo;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Notes what Spark's listener bus tells of memory. It only notes: a slow listener makes Spark drop
 * events.
 */
public final class MemoryListener extends SparkListener {
  private static final int MAX_NAME = 200;

  private final MemoryBoard memory = new MemoryBoard();
  private final CacheBoard cache = new CacheBoard();

  public synchronized DriverMemory show(long number) {
    return new DriverMemory(number, memory.show(), cache.show());
  }

  /** Executors that hold cached data. */
  public synchronized List<Integer> caching() {
    return cache.executors();
  }

  /** Measures the driver, once it has a SparkContext. */
  public void measureDriver() {
    SparkEnv environment = SparkEnv.get();
    if (environment != null && environment.memoryManager() != null) {
      synchronized (this) {
        memory.measureDriver(environment.memoryManager());
      }
    }
  }

  @Override
  public synchronized void onApplicationStart(SparkListenerApplicationStart event) {
    cache.applicationStarted();
  }

  @Override
  public synchronized void onBlockManagerAdded(SparkListenerBlockManagerAdded event) {
    memory.capacity(
        event.blockManagerId().executorId(),
        (Long) OptionConverters.toJava((Option<?>) event.maxOnHeapMem()).orElse(null),
        (Long) OptionConverters.toJava((Option<?>) event.maxOffHeapMem()).orElse(null));
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    memory.heartbeat(event.execId(), CollectionConverters.asJava(event.executorUpdates()).values());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    memory.taskEnded(event.taskInfo().executorId(), event.taskExecutorMetrics());
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    for (RDDInfo rdd : CollectionConverters.asJava(event.stageInfo().rddInfos())) {
      if (rdd.storageLevel().isValid()) {
        cache.announced(
            rdd.id(),
            new Announced(name(rdd), rdd.storageLevel().description(), rdd.numPartitions()));
      }
    }
  }

  @Override
  public synchronized void onBlockUpdated(SparkListenerBlockUpdated event) {
    var block = event.blockUpdatedInfo();
    if (block.blockId() instanceof RDDBlockId id) {
      cache.block(
          block.blockManagerId().executorId(),
          id.rddId(),
          id.splitIndex(),
          block.storageLevel().isValid() ? block.memSize() : 0,
          block.storageLevel().isValid() ? block.diskSize() : 0);
    }
  }

  @Override
  public synchronized void onUnpersistRDD(SparkListenerUnpersistRDD event) {
    cache.dropped(event.rddId());
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    cache.executorLost(event.executorId());
  }

  /** A cached query's name is its whole plan. */
  private static String name(RDDInfo rdd) {
    String name = rdd.name() == null ? "" : rdd.name();
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
  }
}
