package io.stoker.spark.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.resource.ResourceProfile$;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import scala.collection.immutable.Map$;

/** Figures that the launcher's memory plan is tested with are those of Spark's own classes. */
class SparksArithmeticTest {
  private static final long MIB = 1L << 20;

  @ParameterizedTest
  @CsvFileSource(
      files = "../driver-launcher/src/test/resources/memory-figures.csv",
      numLinesToSkip = 1)
  void theFiguresAreSparks(
      long heap,
      double fraction,
      double storageFraction,
      @Nullable Long overhead,
      double factor,
      long minimumOverhead,
      long offHeap,
      long pyspark,
      long overheadTaken,
      long container,
      long unified,
      long storage,
      long offHeapStorage) {
    SparkConf conf = new SparkConf(false);
    conf.set("spark.executor.memory", heap + "m");
    conf.set("spark.memory.fraction", Double.toString(fraction));
    conf.set("spark.memory.storageFraction", Double.toString(storageFraction));
    conf.set("spark.executor.memoryOverheadFactor", Double.toString(factor));
    conf.set("spark.executor.minMemoryOverhead", minimumOverhead + "m");
    if (overhead != null) {
      conf.set("spark.executor.memoryOverhead", overhead + "m");
    }
    if (offHeap > 0) {
      conf.set("spark.memory.offHeap.enabled", "true");
      conf.set("spark.memory.offHeap.size", offHeap + "m");
    }
    if (pyspark > 0) {
      conf.set("spark.executor.pyspark.memory", pyspark + "m");
    }
    assertContainer(conf, overheadTaken, container);

    // what the executor's JVM would say of its heap
    conf.set("spark.testing.memory", Long.toString(heap * MIB));
    UnifiedMemoryManager memory = UnifiedMemoryManager.apply(conf, 1);
    assertThat(memory.maxHeapMemory()).isEqualTo(unified);
    assertThat(memory.onHeapStorageMemoryPool().poolSize()).isEqualTo(storage);
    assertThat(memory.offHeapStorageMemoryPool().poolSize()).isEqualTo(offHeapStorage);
  }

  private static void assertContainer(SparkConf conf, long overhead, long container) {
    ResourceProfile$.MODULE$.clearDefaultProfile();
    var figures =
        ResourceProfile$.MODULE$.getResourcesForClusterManager(
            0,
            ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf).executorResources(),
            (Long) conf.get(package$.MODULE$.EXECUTOR_MIN_MEMORY_OVERHEAD()),
            (Double) conf.get(package$.MODULE$.EXECUTOR_MEMORY_OVERHEAD_FACTOR()),
            conf,
            true,
            Map$.MODULE$.empty());
    ResourceProfile$.MODULE$.clearDefaultProfile();
    assertThat(figures.memoryOverheadMiB()).isEqualTo(overhead);
    assertThat(figures.totalMemMiB()).isEqualTo(container);
  }
}
