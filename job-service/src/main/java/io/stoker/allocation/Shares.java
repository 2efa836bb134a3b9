package io.stoker.allocation;

import io.stoker.queue.QueueUses.Cluster;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shares of all queues while a pass goes on, and what each attempt has of them. */
final class Shares {
  private final Map<String, Share> byQueue = new HashMap<>();
  private final Map<String, Long> waited = new HashMap<>();
  private final Map<Long, ShareStore.Used> byAttempt = new HashMap<>();

  Shares(List<ShareStore.Found> queues, List<ShareStore.Used> used, Cluster cluster) {
    for (ShareStore.Found found : queues) {
      byQueue.put(found.spec().name(), new Share(found.spec(), cluster, found.running()));
      waited.put(found.spec().name(), Objects.requireNonNullElse(found.waitedTicks(), 0L));
    }
    for (ShareStore.Used it : used) {
      byAttempt.put(it.fence(), it);
      of(it.queue()).take(it.coresMilli(), it.memoryBytes());
    }
  }

  Collection<Share> all() {
    return byQueue.values();
  }

  /** A queue with a run that is not over is never deleted. */
  Share of(String queue) {
    return Objects.requireNonNull(byQueue.get(queue), queue);
  }

  /** For how many ticks a queue's turn has not come though it has a run for it. */
  long waitedTicks(String queue) {
    return waited.getOrDefault(queue, 0L);
  }

  ShareStore.Used of(OpenAttempt attempt) {
    return byAttempt.getOrDefault(
        attempt.fence(), new ShareStore.Used(attempt.fence(), attempt.queue(), 0, 0));
  }
}
