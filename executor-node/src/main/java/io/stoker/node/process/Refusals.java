package io.stoker.node.process;

import io.stoker.contract.node.ProcessReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Assignments that this machine could not even write down, as on a full disk. The platform learns
 * why at once, and can look for a better node.
 */
final class Refusals {
  private final Path home;
  private final Map<UUID, ProcessReport> reports = new LinkedHashMap<>();

  Refusals(Path home) {
    this.home = home;
  }

  void add(UUID id, IOException why, Instant now) {
    String message = "The node cannot write below its home " + home + ": " + why;
    reports.put(id, ProcessReports.ended(id, Outcome.startFailed(message, now), null));
  }

  boolean contains(UUID id) {
    return reports.containsKey(id);
  }

  /** Forgets what the platform no longer lists. */
  void retain(Set<UUID> listed) {
    reports.keySet().retainAll(listed);
  }

  Collection<ProcessReport> reports() {
    return List.copyOf(reports.values());
  }
}
