package io.stoker.job;

import java.time.Instant;
import java.util.UUID;

/** One immutable version of a job. */
public record JobRevision(
    UUID jobId, int number, JobSpec spec, Instant createdAt, String createdBy) {}
