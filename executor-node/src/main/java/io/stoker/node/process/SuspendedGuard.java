package io.stoker.node.process;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a history server whose process is stopped, by SIGSTOP or a debugger. One that hangs tells so
 * itself, which this one cannot, and who reads would wait for it for ever. Processes of runs are
 * left alone: their drivers and the platform miss them, and somebody may look at them.
 */
public final class SuspendedGuard {
  private static final Logger LOG = LoggerFactory.getLogger(SuspendedGuard.class);

  private final int looks;
  private final Map<UUID, Integer> seenStopped = new HashMap<>();

  /**
   * Nothing has been seen yet.
   *
   * @param looks so many times in a row it must be found stopped; a machine that sleeps looks at
   *     nothing
   */
  public SuspendedGuard(int looks) {
    this.looks = looks;
  }

  /** Looks once at all of them; to be called every few seconds. */
  public void look(List<ManagedProcess> processes) {
    Set<UUID> stopped = new HashSet<>();
    for (ManagedProcess process : processes) {
      if (!process.isOfRun() && isSuspended(process)) {
        stopped.add(process.id());
        if (seenStopped.merge(process.id(), 1, Integer::sum) >= looks) {
          process.order(
              new StopOrder(
                  "Its process was stopped (SIGSTOP, or a debugger) and answered nobody", 0));
        }
      }
    }
    seenStopped.keySet().retainAll(stopped);
  }

  private static boolean isSuspended(ManagedProcess process) {
    try {
      return process.isSuspended();
    } catch (IOException e) {
      LOG.warn("Cannot see how {} is; looking again", process, e);
      return false;
    }
  }
}
