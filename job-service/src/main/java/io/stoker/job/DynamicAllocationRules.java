package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many executors a run may have, when that is by load. */
final class DynamicAllocationRules {
  private static final String AT = "/dynamicAllocation";
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration BACKLOG = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Violations violations;
  private final Bounds bounds;

  DynamicAllocationRules(Violations violations) {
    this.violations = violations;
    this.bounds = new Bounds(violations);
  }

  /** What a job with a fixed number of executors sets in vain. */
  void checkSettings(@Nullable Map<String, String> settings, boolean on) {
    if (settings == null || on) {
      return;
    }
    for (String key : settings.keySet()) {
      if (SparkSettingRule.of(key).filter(SparkSettingRule::isOfExecutorsByLoad).isPresent()) {
        violations.add(
            Violation.pointer("/sparkConf", key),
            "NOT_APPLICABLE",
            "says nothing without " + AT + ": the number of executors is fixed");
      }
    }
  }

  /** Whether there is any; what stands beside {@code enabled: false} says nothing. */
  boolean isOn(JobDraft.@Nullable DynamicAllocation draft) {
    if (draft == null) {
      return false;
    }
    if (draft.enabled() == null) {
      violations.add(AT + "/enabled", "REQUIRED", "must be true or false");
    }
    return Boolean.TRUE.equals(draft.enabled());
  }

  /** Bounds and timeouts of one that is on. */
  JobSpec.DynamicAllocation checked(JobDraft.DynamicAllocation draft) {
    if (draft.maxExecutors() == null) {
      violations.add(
          AT + "/maxExecutors", "REQUIRED", "is required: how many executors a run has at most");
    }
    int most = ResourceRules.MAX_INSTANCES;
    int max = bounds.within(AT + "/maxExecutors", draft.maxExecutors(), most, 1, most);
    int min = bounds.within(AT + "/minExecutors", draft.minExecutors(), 0, 0, most);
    if (min > max) {
      violations.add(
          AT + "/minExecutors",
          "CONTRADICTION",
          "must be at most maxExecutors, %d, but is %d".formatted(max, min));
    }
    return new JobSpec.DynamicAllocation(
        min,
        max,
        timeout("/executorIdleTimeout", draft.executorIdleTimeout(), IDLE),
        timeout("/schedulerBacklogTimeout", draft.schedulerBacklogTimeout(), BACKLOG));
  }

  /** The executors that a run begins with. */
  int initial(JobDraft.DynamicAllocation draft, JobSpec.DynamicAllocation checked) {
    int initial = Objects.requireNonNullElse(draft.initialExecutors(), checked.minExecutors());
    boolean outside = initial < checked.minExecutors() || initial > checked.maxExecutors();
    if (outside && draft.initialExecutors() != null) {
      violations.add(
          AT + "/initialExecutors",
          "OUT_OF_RANGE",
          "must be from minExecutors, %d, to maxExecutors, %d, but is %d"
              .formatted(checked.minExecutors(), checked.maxExecutors(), initial));
    }
    return initial;
  }

  /** Spark counts them in whole seconds. */
  private Duration timeout(String field, @Nullable String text, Duration absent) {
    if (text == null) {
      return absent;
    }
    Duration timeout = bounds.within(AT + field, text, SHORTEST, LONGEST);
    if (!timeout.equals(timeout.truncatedTo(ChronoUnit.SECONDS))) {
      violations.add(AT + field, "TOO_PRECISE", "must be whole seconds, but is " + text);
    }
    return timeout;
  }
}
