package io.stoker.allocation;

import io.stoker.error.Violation;
import io.stoker.job.JobSpec;
import io.stoker.memory.MemorySettings;
import io.stoker.memory.ProcessMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something about a run's size that is allowed and seldom meant.
 *
 * @param pointer JSON pointer to the field that would change it
 * @param message what is odd, and what to do
 */
public record SizingWarning(String code, String pointer, String message) {
  /** The driver may run out of heap before it gives a large result up. */
  public static final String LARGE_MAX_RESULT_SIZE = "LARGE_MAX_RESULT_SIZE";

  /** Cores would idle while the slowest tasks of a stage end. */
  public static final String FEW_TASKS_PER_CORE = "FEW_TASKS_PER_CORE";

  /** Some executors would never have room. */
  public static final String MORE_EXECUTORS_THAN_FIT = "MORE_EXECUTORS_THAN_FIT";

  private static final String PARTITIONS = "spark.sql.shuffle.partitions";
  private static final String MAX_RESULT_SIZE = "spark.driver.maxResultSize";
  private static final int SPARKS_PARTITIONS = 200;
  private static final int FEW = 2;
  private static final long MIB = 1L << 20;

  static List<SizingWarning> of(Map<String, String> settings, ProcessMemory driver) {
    List<SizingWarning> warnings = new ArrayList<>();
    long maxResult = MemorySettings.maxResultBytes(settings);
    if (maxResult == 0 || maxResult > driver.heapBytes() / 2) {
      warnings.add(
          new SizingWarning(
              LARGE_MAX_RESULT_SIZE,
              Violation.pointer("/sparkConf", MAX_RESULT_SIZE),
              "%s is %s, more than half of the driver's heap of %d MiB: a large collect or broadcast can end the driver (DRIVER_OOM) instead of being refused (RESULT_TOO_LARGE). Set it to %dm, or raise /driver/memory."
                  .formatted(
                      settings.containsKey(MAX_RESULT_SIZE) ? "It" : "Spark's default",
                      maxResult == 0 ? "without limit" : maxResult / MIB + " MiB",
                      driver.heapBytes() / MIB,
                      driver.heapBytes() / 2 / MIB)));
    }
    long executors = number(settings, "spark.executor.instances", 1);
    long cores = number(settings, "spark.dynamicAllocation.maxExecutors", executors);
    cores *= number(settings, "spark.executor.cores", 1);
    cores /= Math.max(1, number(settings, "spark.task.cpus", 1));
    long partitions = number(settings, PARTITIONS, SPARKS_PARTITIONS);
    if (partitions < FEW * cores) {
      warnings.add(
          new SizingWarning(
              FEW_TASKS_PER_CORE,
              Violation.pointer("/sparkConf", PARTITIONS),
              "A stage after a shuffle has %d tasks for %d that can run at once. With 2 to 3 tasks for each, a slow one costs less: set %d, or ask for fewer executors."
                  .formatted(partitions, cores, 3 * cores)));
    }
    return warnings;
  }

  static List<SizingWarning> of(JobSpec.Executor executors, Fit fit) {
    int fitting = fit.executorsAtAll();
    boolean someFit = fit.never() == null && !fit.nodes().isEmpty();
    return someFit && fitting < executors.most()
        ? List.of(
            executors.dynamic() == null
                ? fixed(executors.instances(), fitting)
                : byLoad(executors, executors.dynamic(), fitting))
        : List.of();
  }

  private static SizingWarning fixed(int instances, int fitting) {
    return moreThanFit(
        "/executor/instances",
        "%d executors are asked for, and %s: the others would wait for ever. Ask for fewer or smaller ones, or add a node.",
        instances,
        fitting);
  }

  /** What a run keeps or begins with must fit; of what it may have at most it gets what does. */
  private static SizingWarning byLoad(
      JobSpec.Executor executors, JobSpec.DynamicAllocation dynamic, int fitting) {
    if (fitting < dynamic.minExecutors()) {
      return moreThanFit(
          "/dynamicAllocation/minExecutors",
          "At least %d executors are kept, and %s: the others would wait for ever. Keep fewer or smaller ones, or add a node.",
          dynamic.minExecutors(),
          fitting);
    }
    return fitting < executors.instances()
        ? moreThanFit(
            "/dynamicAllocation/initialExecutors",
            "The run begins with %d executors, and %s: the others wait in vain until Spark wants fewer. Begin with fewer or smaller ones, or add a node.",
            executors.instances(),
            fitting)
        : moreThanFit(
            "/dynamicAllocation/maxExecutors",
            "At most %d executors are asked for, and %s: that is as many as it gets, whatever its load. Lower the maximum, make them smaller, or add a node.",
            dynamic.maxExecutors(),
            fitting);
  }

  private static SizingWarning moreThanFit(
      String pointer, String sentence, int wanted, int fitting) {
    return new SizingWarning(
        MORE_EXECUTORS_THAN_FIT,
        pointer,
        sentence.formatted(wanted, fitting + " fit beside the driver when nothing else runs"));
  }

  /** Spark checks these itself; what is none counts as absent. */
  private static long number(Map<String, String> settings, String key, long absent) {
    String text = settings.get(key);
    return text != null && text.strip().matches("\\d{1,9}") ? Long.parseLong(text.strip()) : absent;
  }
}
