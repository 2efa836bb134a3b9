package io.stoker.allocation;

import io.stoker.queue.QueueUses.Cluster;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The shares of all queues while a pass goes on, and what each attempt has of them. */
final class Shares {
  private final Map<String, Share> byQueue = new HashMap<>();
  private final Map<String, Long> waited = new HashMap<>();
  private final Set<String> aged = new HashSet<>();
  private final Map<Long, ShareStore.Used> byAttempt = new HashMap<>();

  private final Set<UUID> given;

  /**
   * @param given runs for which executors of others are let go
   */
  Shares(
      List<ShareStore.Found> queues, List<ShareStore.Used> used, Cluster cluster, Set<UUID> given) {
    this.given = given;
    for (ShareStore.Found found : queues) {
      byQueue.put(found.spec().name(), new Share(found.spec(), cluster, found.running()));
      waited.put(found.spec().name(), Objects.requireNonNullElse(found.waitedTicks(), 0L));
      if (found.hasAged()) {
        aged.add(found.spec().name());
      }
    }
    for (ShareStore.Used it : used) {
      byAttempt.put(it.fence(), it);
      if (has(it.queue())) {
        of(it.queue()).take(it.coresMilli(), it.memoryBytes());
      }
    }
  }

  Collection<Share> all() {
    return byQueue.values();
  }

  /**
   * Whether a queue was there when the pass began. One with a run that is not over is never
   * deleted, but processes may outlive their runs, and a queue may be made while a pass reads.
   */
  boolean has(String queue) {
    return byQueue.containsKey(queue);
  }

  Share of(String queue) {
    return Objects.requireNonNull(byQueue.get(queue), queue);
  }

  /** For how many ticks a queue's turn has not come though it has a run for it. */
  long waitedTicks(String queue) {
    return waited.getOrDefault(queue, 0L);
  }

  /** Whether a run of it goes on that came before everybody, since its queue had waited long. */
  boolean hasAged(String queue) {
    return aged.contains(queue);
  }

  /** Runs for which executors of others are let go: their turn comes before that of those. */
  Set<UUID> given() {
    return given;
  }

  ShareStore.Used of(OpenAttempt attempt) {
    return byAttempt.getOrDefault(
        attempt.fence(), new ShareStore.Used(attempt.fence(), attempt.queue(), 0, 0));
  }
}
