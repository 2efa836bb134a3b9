package io.stoker.job;

import java.time.Instant;
import java.util.UUID;

/**
 * A job and its current revision.
 *
 * @param createdAt when its first revision was made
 * @param current the revision that new runs execute
 */
public record Job(UUID id, Instant createdAt, JobRevision current) {

  public String name() {
    return current.spec().name();
  }
}
