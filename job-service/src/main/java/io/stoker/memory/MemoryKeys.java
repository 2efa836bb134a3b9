package io.stoker.memory;

/** Names of Spark's settings that say how large processes are. */
enum MemoryKeys {
  DRIVER("spark.driver."),
  EXECUTOR("spark.executor.");

  static final String OFF_HEAP_ENABLED = "spark.memory.offHeap.enabled";
  static final String OFF_HEAP_SIZE = "spark.memory.offHeap.size";
  static final String PYSPARK = "spark.executor.pyspark.memory";
  static final String FRACTION = "spark.memory.fraction";
  static final String STORAGE_FRACTION = "spark.memory.storageFraction";
  static final String MAX_RESULT_SIZE = "spark.driver.maxResultSize";

  private final String prefix;

  MemoryKeys(String prefix) {
    this.prefix = prefix;
  }

  String heap() {
    return prefix + "memory";
  }

  String overhead() {
    return prefix + "memoryOverhead";
  }

  String overheadFactor() {
    return prefix + "memoryOverheadFactor";
  }

  String minimumOverhead() {
    return prefix + "minMemoryOverhead";
  }
}
