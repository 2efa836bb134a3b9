package io.stoker.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of a job.
 *
 * @param revision grows with each change by its users
 * @param paused whether its times are skipped for now
 * @param decidedUntil the mark: every nominal time up to here is a run or a recorded skip
 * @param nextFireAt the first nominal time after the mark; null when there is none any more
 */
public record Schedule(
    UUID id,
    UUID jobId,
    int revision,
    ScheduleSpec spec,
    boolean paused,
    Instant decidedUntil,
    @Nullable Instant nextFireAt,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {}
