package io.stoker.run;

import io.stoker.cluster.MemoryPlanner;
import io.stoker.cluster.ProcessNeed;
import io.stoker.job.JobSpec;
import org.springframework.stereotype.Component;

/** What the processes of a job take on their nodes. */
@Component
class Needs {
  private final MemoryPlanner memory;

  Needs(MemoryPlanner memory) {
    this.memory = memory;
  }

  ProcessNeed driver(JobSpec spec) {
    return need(spec.driver().coresMilli(), spec.driver().heapBytes());
  }

  ProcessNeed executor(JobSpec spec) {
    return need(spec.executor().cores() * 1000L, spec.executor().heapBytes());
  }

  private ProcessNeed need(long coresMilli, long heapBytes) {
    return new ProcessNeed(coresMilli, heapBytes, memory.containerBytes(heapBytes));
  }
}
