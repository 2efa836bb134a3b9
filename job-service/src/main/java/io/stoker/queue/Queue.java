package io.stoker.queue;

import java.time.Instant;
import java.util.UUID;

/**
 * A share of the cluster with its bounds, on which runs draw.
 *
 * @param entry the order of lists
 * @param revision grows with each change
 */
public record Queue(
    UUID entry, QueueSpec spec, int revision, Instant createdAt, Instant updatedAt) {
  /** The queue of jobs that name none. It is always there. */
  public static final String DEFAULT = "default";

  public String name() {
    return spec.name();
  }
}
