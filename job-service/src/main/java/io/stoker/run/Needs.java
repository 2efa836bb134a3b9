package io.stoker.run;

import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.job.JobSpec;
import io.stoker.job.Sizing;
import io.stoker.memory.MemoryPlanner;
import io.stoker.memory.MemorySettings;
import io.stoker.memory.ProcessMemory;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.Placement;
import io.stoker.placement.PythonNeed;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the processes of a job take on their nodes. */
@Component
public class Needs {
  private final MemoryPlanner planner;

  Needs(MemoryPlanner planner) {
    this.planner = planner;
  }

  PlacementNeed driver(JobSpec spec) {
    return driver(Sizing.of(spec));
  }

  PlacementNeed executor(JobSpec spec) {
    return executor(Sizing.of(spec));
  }

  public PlacementNeed driver(Sizing sizing) {
    ProcessNeed need = need(sizing.driver().coresMilli(), driverMemory(settings(sizing)));
    return new PlacementNeed(need, placement(sizing, sizing.driver().nodeSelector()));
  }

  /** Nothing, wherever its driver may go, when another master than Stoker runs the tasks. */
  public PlacementNeed executor(Sizing sizing) {
    if (sizing.otherMaster() != null) {
      return new PlacementNeed(new ProcessNeed(0, 0, 0), driver(sizing).placement());
    }
    ProcessNeed need = need(sizing.executor().cores() * 1000L, executorMemory(settings(sizing)));
    return new PlacementNeed(need, placement(sizing, sizing.executor().nodeSelector()));
  }

  private static Placement placement(Sizing sizing, NodeSelector nodes) {
    return new Placement(sizing.placement(), nodes, sizing.python() ? PythonNeed.ANY : null);
  }

  /** Of a run with these effective settings. */
  public ProcessMemory driverMemory(Map<String, String> settings) {
    return planner.plan(MemorySettings.driver(settings));
  }

  /** Of a run with these effective settings. */
  public ProcessMemory executorMemory(Map<String, String> settings) {
    return planner.plan(MemorySettings.executor(settings));
  }

  /** The settings that a run of such a job gets, the platform's own included. */
  public Map<String, String> settings(Sizing sizing) {
    return EffectiveSettings.of(sizing);
  }

  private static ProcessNeed need(long coresMilli, ProcessMemory memory) {
    return new ProcessNeed(coresMilli, memory.heapBytes(), memory.containerBytes());
  }
}
