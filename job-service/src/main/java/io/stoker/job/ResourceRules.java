package io.stoker.job;

import io.stoker.error.Thousandths;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.memory.SparkSize;
import io.stoker.placement.NodeSelector;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a driver and its executors may take. */
final class ResourceRules {
  private static final int MAX_CORES = 1024;
  static final int MAX_INSTANCES = 1000;
  private static final long DEFAULT_HEAP = 1L << 30;
  private static final long MIB = 1L << 20;

  private final Violations violations;
  private final Bounds bounds;
  private final PlacementRules placement;

  ResourceRules(Violations violations) {
    this.violations = violations;
    this.bounds = new Bounds(violations);
    this.placement = new PlacementRules(violations);
  }

  JobSpec.Driver driver(JobDraft.@Nullable Driver draft) {
    if (draft == null) {
      return new JobSpec.Driver(1000, DEFAULT_HEAP);
    }
    return new JobSpec.Driver(
        coresMilli(draft.cores()),
        heap("/driver/memory", draft.memory()),
        placement.nodes("/driver", draft.nodeSelector()));
  }

  JobSpec.Executor executor(
      JobDraft.@Nullable Executor draft, JobDraft.@Nullable DynamicAllocation dynamic) {
    JobDraft.Executor size = draft == null ? new JobDraft.Executor(null, null, null, null) : draft;
    int cores = bounds.within("/executor/cores", size.cores(), 1, 1, MAX_CORES);
    long heap = heap("/executor/memory", size.memory());
    NodeSelector nodes = placement.nodes("/executor", size.nodeSelector());
    Long pyspark = pyspark(size.pysparkMemory());
    DynamicAllocationRules rules = new DynamicAllocationRules(violations);
    if (dynamic == null || !rules.isOn(dynamic)) {
      int instances = bounds.within("/executor/instances", size.instances(), 2, 1, MAX_INSTANCES);
      return new JobSpec.Executor(instances, cores, heap, nodes, null, pyspark);
    }
    if (size.instances() != null) {
      violations.add(
          "/executor/instances",
          "CONTRADICTION",
          "must be absent (null in a PATCH) with dynamic allocation: set"
              + " /dynamicAllocation/initialExecutors");
    }
    JobSpec.DynamicAllocation checked = rules.checked(dynamic);
    return new JobSpec.Executor(
        rules.initial(dynamic, checked), cores, heap, nodes, checked, pyspark);
  }

  private long coresMilli(@Nullable BigDecimal cores) {
    if (cores == null) {
      return 1000;
    }
    return new Thousandths(violations).positive("/driver/cores", cores, MAX_CORES);
  }

  /** Whole MiB: Spark reckons with those, and drops the rest without a word. */
  private @Nullable Long pyspark(@Nullable String text) {
    if (text == null) {
      return null;
    }
    OptionalLong bytes = SparkSize.withUnit(text);
    if (bytes.isEmpty()
        || bytes.getAsLong() % MIB != 0
        || bytes.getAsLong() < MIB
        || bytes.getAsLong() > Memory.MAX_HEAP) {
      violations.add(
          "/executor/pysparkMemory",
          "NOT_A_SIZE",
          "must be whole MiB with a unit, 1m to 4t, as 512m, but is \"" + text + "\"");
    }
    return bytes.isPresent() ? bytes.getAsLong() : null;
  }

  private long heap(String pointer, @Nullable String text) {
    if (text == null) {
      return DEFAULT_HEAP;
    }
    OptionalLong bytes = SparkSize.withUnit(text);
    if (bytes.isEmpty()) {
      violations.add(
          new Violation(
              pointer,
              "NOT_A_SIZE",
              "must be a whole number with a unit as 512m or 2g, but is \"" + text + "\""));
      return DEFAULT_HEAP;
    }
    return bounded(pointer, text, bytes.getAsLong());
  }

  private long bounded(String pointer, String text, long bytes) {
    if (bytes < Memory.MIN_HEAP) {
      violations.add(
          pointer, "TOO_SMALL", "must be at least 450m, less than which Spark refuses; is " + text);
      return DEFAULT_HEAP;
    }
    if (bytes > Memory.MAX_HEAP) {
      violations.add(pointer, "TOO_LARGE", "must be at most 4t, but is " + text);
      return DEFAULT_HEAP;
    }
    return Memory.roundedUp(bytes);
  }
}
