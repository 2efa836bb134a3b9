package io.stoker.job;

import static io.stoker.job.SparkSettingRule.ownField;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a field of the job says, by which the platform places and counts its processes. */
final class FieldSettings {
  static final List<SparkSettingRule> RULES =
      Stream.of(
              ownField("/name", "spark.app.name"),
              ownField("/master", "spark.master"),
              ownField("/driver/cores", "spark.driver.cores"),
              ownField("/driver/memory", "spark.driver.memory"),
              ownField("/executor/instances", "spark.executor.instances", "spark.cores.max"),
              ownField("/executor/cores", "spark.executor.cores"),
              ownField("/executor/memory", "spark.executor.memory"),
              ownField("/executor/pysparkMemory", "spark.executor.pyspark.memory"),
              ownField("/dynamicAllocation/enabled", "spark.dynamicAllocation.enabled"),
              ownField("/dynamicAllocation/minExecutors", "spark.dynamicAllocation.minExecutors"),
              ownField("/dynamicAllocation/maxExecutors", "spark.dynamicAllocation.maxExecutors"),
              ownField(
                  "/dynamicAllocation/initialExecutors",
                  "spark.dynamicAllocation.initialExecutors"),
              ownField(
                  "/dynamicAllocation/executorIdleTimeout",
                  "spark.dynamicAllocation.executorIdleTimeout"),
              ownField(
                  "/dynamicAllocation/schedulerBacklogTimeout",
                  "spark.dynamicAllocation.schedulerBacklogTimeout"),
              ownField("/application/jars", "spark.jars"),
              ownField("/application/packages", "spark.jars.packages"),
              ownField("/application/repositories", "spark.jars.repositories"),
              ownField("/application/files", "spark.files"),
              ownField("/application/pyFiles", "spark.submit.pyFiles"),
              ownField("/result/format", "spark.sql.sources.default"))
          .flatMap(Function.identity())
          .toList();

  private FieldSettings() {}
}
