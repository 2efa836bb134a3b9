package io.stoker.api.run;

import io.stoker.allocation.MemoryPlans;
import io.stoker.api.memory.MemoryMapping;
import io.stoker.cluster.MemoryUses;
import io.stoker.contract.memory.CachedData;
import io.stoker.contract.run.RunMemory;
import io.stoker.run.Attempt;
import io.stoker.run.MemoryReports;
import io.stoker.run.RunDetails;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What runs asked for and what they used. */
@Component
class RunMemories {
  /** Set for every run that has executors. */
  private static final String EXECUTOR_MEMORY = "spark.executor.memory";

  private final MemoryPlans plans;
  private final MemoryReports reports;

  RunMemories(MemoryPlans plans, MemoryReports reports) {
    this.plans = plans;
    this.reports = reports;
  }

  /** With what the latest attempt used. */
  RunMemory of(RunDetails details) {
    Attempt attempt = details.attempt();
    return attempt == null || attempt.otherSpark() != null
        ? of(details, MemoryUses.OfAttempt.NONE, List.of())
        : of(
            details,
            reports.uses(attempt.fence()),
            reports.cached(attempt.fence()).stream().map(MemoryMapping::cached).toList());
  }

  /** What it asked for only, for lists. */
  RunMemory asked(RunDetails details) {
    return of(details, MemoryUses.OfAttempt.NONE, null);
  }

  private RunMemory.ExecutorPart executors(
      Map<String, String> settings, MemoryUses.OfAttempt uses) {
    return new RunMemory.ExecutorPart(
        MemoryMapping.memory(plans.executor(settings)),
        uses.executors().isEmpty() ? null : MemoryMapping.figures(uses.highest()));
  }

  private RunMemory of(
      RunDetails details, MemoryUses.OfAttempt uses, @Nullable List<CachedData> cached) {
    Map<String, String> settings = details.run().sparkConf();
    return new RunMemory(
        new RunMemory.DriverPart(
            MemoryMapping.memory(plans.driver(settings)), MemoryMapping.use(uses.driver())),
        settings.containsKey(EXECUTOR_MEMORY) ? executors(settings, uses) : null,
        cached,
        MemoryMapping.warnings(plans.warnings(settings)));
  }
}
