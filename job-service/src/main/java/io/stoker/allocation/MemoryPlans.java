package io.stoker.allocation;

import io.stoker.job.Sizing;
import io.stoker.memory.ProcessMemory;
import io.stoker.run.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Says what a run takes, before there is one and while there is. */
@Component
public class MemoryPlans {
  private final Needs needs;
  private final ClusterFit cluster;

  MemoryPlans(Needs needs, ClusterFit cluster) {
    this.needs = needs;
    this.cluster = cluster;
  }

  /** Of a run that somebody thinks of. */
  public MemoryPlan plan(Sizing sizing) {
    Map<String, String> settings = needs.settings(sizing);
    Fit fit = cluster.fit(needs.driver(sizing), needs.executor(sizing));
    List<SizingWarning> warnings = new ArrayList<>(SizingWarning.of(settings, driver(settings)));
    warnings.addAll(SizingWarning.of(sizing.executor(), fit));
    return new MemoryPlan(sizing, driver(settings), executor(settings), fit, warnings);
  }

  /** The driver of a run with these effective settings. */
  public ProcessMemory driver(Map<String, String> settings) {
    return needs.driverMemory(settings);
  }

  /** Each executor of a run with these effective settings. */
  public ProcessMemory executor(Map<String, String> settings) {
    return needs.executorMemory(settings);
  }

  /** What is odd about a run's effective settings, whatever machines there are. */
  public List<SizingWarning> warnings(Map<String, String> settings) {
    return SizingWarning.of(settings, driver(settings));
  }
}
