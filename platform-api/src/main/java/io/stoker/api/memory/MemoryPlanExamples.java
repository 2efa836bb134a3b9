package io.stoker.api.memory;

/** Bodies that the console offers; a test sends each of them to a server. */
final class MemoryPlanExamples {
  static final String DEFAULTS = "{}";

  static final String SIZES =
      """
      {
        "driver": {"cores": 1, "memory": "2g", "nodeSelector": {"preferred": {"disk": "ssd"}}},
        "executor": {"instances": 4, "cores": 2, "memory": "4g"},
        "sparkConf": {
          "spark.executor.memoryOverhead": "512m",
          "spark.memory.offHeap.enabled": "true",
          "spark.memory.offHeap.size": "1g",
          "spark.memory.fraction": "0.7",
          "spark.sql.shuffle.partitions": "24"
        }
      }
      """;

  static final String BY_LOAD =
      """
      {
        "executor": {"cores": 2, "memory": "4g"},
        "dynamicAllocation": {"enabled": true, "minExecutors": 1, "maxExecutors": 10}
      }
      """;

  private MemoryPlanExamples() {}
}
