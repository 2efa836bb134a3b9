package io.stoker.schedule;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schedule as somebody wrote it: nothing checked, nothing filled in. */
public record ScheduleDraft(
    @Nullable String name,
    @Nullable String cron,
    @Nullable String zone,
    @Nullable Instant startAt,
    @Nullable Instant endAt,
    @Nullable Map<String, Object> parameters,
    @Nullable CatchUpDraft catchUp,
    @Nullable String overlap) {

  public record CatchUpDraft(@Nullable String policy, @Nullable Integer max) {}

  /** Only what decides about times. */
  public static ScheduleDraft ofTimes(
      @Nullable String cron,
      @Nullable String zone,
      @Nullable Instant startAt,
      @Nullable Instant endAt) {
    return new ScheduleDraft(null, cron, zone, startAt, endAt, null, null, null);
  }

  /**
   * The schedule with its defaults, when everything about it is right.
   *
   * @param alreadyFound what others found wrong, named together with the rest
   * @param now what has no time after it never fires
   * @throws io.stoker.error.StokerException naming every wrong field
   */
  ScheduleSpec checked(List<Violation> alreadyFound, Instant now) {
    Violations violations = new Violations(alreadyFound);
    ScheduleSpec spec = new ScheduleRules(violations).checked(this, now);
    violations.throwIfAny();
    if (spec == null) {
      throw new IllegalStateException("Nothing was read, and nothing was wrong");
    }
    return spec;
  }
}
