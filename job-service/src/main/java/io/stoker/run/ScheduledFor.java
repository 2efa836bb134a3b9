package io.stoker.run;

import java.time.Instant;
import java.util.UUID;

/**
 * What makes a run other than a user: a schedule, for one of its times.
 *
 * @param nominalTime when it was to start
 * @param inOrder whether it waits until the earlier runs of its schedule are over
 */
public record ScheduledFor(UUID scheduleId, Instant nominalTime, boolean inOrder) {}
