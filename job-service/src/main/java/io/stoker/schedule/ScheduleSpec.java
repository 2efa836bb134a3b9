package io.stoker.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a job is to run, after validation, with every default filled in.
 *
 * @param name unique among its job's schedules; null when it has none
 * @param zone whose clock the cron means
 * @param startAt the first moment that counts; null: from its making on
 * @param endAt the first moment that counts no more; null: for ever
 * @param parameters of its runs: JSON values as Jackson reads them into an {@code Object}
 */
public record ScheduleSpec(
    @Nullable String name,
    Cron cron,
    ZoneId zone,
    @Nullable Instant startAt,
    @Nullable Instant endAt,
    Map<String, Object> parameters,
    CatchUp catchUp,
    Overlap overlap) {

  public FireTimes fireTimes() {
    return new FireTimes(cron, zone, startAt, endAt);
  }

  /** The cron in words, with the zone. */
  public String words() {
    return cron.words() + " (" + zone.getId() + ")";
  }
}
