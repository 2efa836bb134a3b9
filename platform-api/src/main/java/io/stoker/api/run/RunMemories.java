package io.stoker.api.run;

import io.stoker.allocation.MemoryPlans;
import io.stoker.api.memory.MemoryMapping;
import io.stoker.contract.run.RunMemory;
import io.stoker.run.RunDetails;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What runs asked for. */
@Component
class RunMemories {
  private final MemoryPlans plans;

  RunMemories(MemoryPlans plans) {
    this.plans = plans;
  }

  RunMemory of(RunDetails details) {
    Map<String, String> settings = details.run().sparkConf();
    return new RunMemory(
        MemoryMapping.memory(plans.driver(settings)),
        MemoryMapping.memory(plans.executor(settings)),
        MemoryMapping.warnings(plans.warnings(settings)));
  }
}
