package io.stoker.node.process;

import io.stoker.launcher.process.SessionMemory;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends processes that hold more memory than they own. Without it a machine runs short, and the
 * kernel ends whomever it likes. With cgroups too: what grows slowly meets this first, and is told
 * what it held; the kernel stops what leaps.
 */
public final class MemoryGuard {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryGuard.class);

  /** One look may meet a peak that is over before anybody misses the memory. */
  private static final int LOOKS = 2;

  private final Map<UUID, Integer> seenOver = new HashMap<>();

  /** Looks once at all of them; to be called every few seconds. */
  public void look(List<ManagedProcess> processes) {
    processes.forEach(MemoryGuard::lookAtKernel);
    Map<Long, ManagedProcess> sessions = new HashMap<>();
    processes.forEach(it -> it.watchedSession().ifPresent(session -> sessions.put(session, it)));
    Map<Long, Long> atMost = SessionMemory.atMost(sessions.keySet());
    Set<UUID> over = new HashSet<>();
    sessions.forEach(
        (session, process) -> {
          long bytes = held(process, session, atMost.getOrDefault(session, 0L));
          if (bytes > process.memoryBytes()) {
            over.add(process.id());
            if (seenOver.merge(process.id(), 1, Integer::sum) >= LOOKS) {
              LOG.warn("{} holds {} bytes of {}", process, bytes, process.memoryBytes());
              process.order(StopOrder.memoryLimit(process.whyTooMuch(bytes)));
            }
          }
        });
    seenOver.keySet().retainAll(over);
  }

  /** The quick figure is only too large where processes share pages; a cgroup's own is right. */
  private static long held(ManagedProcess process, long session, long atMost) {
    OptionalLong inCgroup = process.heldInCgroup();
    if (inCgroup.isPresent()) {
      return inCgroup.getAsLong();
    }
    return atMost > process.memoryBytes() ? SessionMemory.exactly(session) : atMost;
  }

  private static void lookAtKernel(ManagedProcess process) {
    try {
      process.lookAtKernel();
    } catch (IOException e) {
      LOG.warn("Cannot see how {} is; looking again", process, e);
    }
  }
}
