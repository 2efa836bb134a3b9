package io.stoker.api.schedule;

import io.stoker.contract.run.Reason;
import io.stoker.contract.schedule.CatchUpSpec;
import io.stoker.contract.schedule.FireResource;
import io.stoker.contract.schedule.FireTimeResource;
import io.stoker.contract.schedule.PreviewRequest;
import io.stoker.contract.schedule.PreviewResource;
import io.stoker.contract.schedule.ScheduleDefinition;
import io.stoker.contract.schedule.ScheduleResource;
import io.stoker.schedule.CatchUp;
import io.stoker.schedule.Fire;
import io.stoker.schedule.FireTime;
import io.stoker.schedule.Schedule;
import io.stoker.schedule.ScheduleDraft;
import io.stoker.schedule.ScheduleSpec;
import io.stoker.schedule.Schedules;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From the contract's records to the domain's and back. */
final class ScheduleMapping {
  private ScheduleMapping() {}

  static ScheduleDraft draft(ScheduleDefinition definition) {
    CatchUpSpec catchUp = definition.catchUp();
    return new ScheduleDraft(
        definition.name(),
        definition.cron(),
        definition.zone(),
        definition.startAt(),
        definition.endAt(),
        definition.parameters(),
        catchUp == null ? null : new ScheduleDraft.CatchUpDraft(catchUp.policy(), catchUp.max()),
        definition.overlap());
  }

  static ScheduleDraft draft(PreviewRequest request) {
    return ScheduleDraft.ofTimes(
        request.cron(), request.zone(), request.startAt(), request.endAt());
  }

  static ScheduleResource resource(String job, Schedule schedule) {
    ScheduleSpec spec = schedule.spec();
    return new ScheduleResource(
        schedule.id(),
        job,
        schedule.revision(),
        definition(spec),
        state(schedule),
        spec.words(),
        spec.cron().dialect().name(),
        next(schedule),
        schedule.decidedUntil(),
        schedule.createdBy(),
        schedule.createdAt(),
        schedule.updatedAt());
  }

  private static String state(Schedule schedule) {
    if (schedule.nextFireAt() == null) {
      return "ENDED";
    }
    return schedule.paused() ? "PAUSED" : "ACTIVE";
  }

  private static @Nullable FireTimeResource next(Schedule schedule) {
    return schedule
        .spec()
        .fireTimes()
        .next(schedule.decidedUntil())
        .map(time -> time(time, schedule.spec().zone()))
        .orElse(null);
  }

  /** With every default filled in, so that sending it back changes nothing. */
  static ScheduleDefinition definition(ScheduleSpec spec) {
    CatchUp catchUp = spec.catchUp();
    return new ScheduleDefinition(
        spec.name(),
        spec.cron().text(),
        spec.zone().getId(),
        spec.startAt(),
        spec.endAt(),
        spec.parameters(),
        new CatchUpSpec(
            catchUp.policy().name(), catchUp.policy() == CatchUp.Policy.ALL ? catchUp.max() : null),
        spec.overlap().name());
  }

  static PreviewResource resource(Schedules.Preview preview) {
    ScheduleSpec spec = preview.spec();
    return new PreviewResource(
        spec.cron().text(),
        spec.cron().dialect().name(),
        spec.words(),
        spec.zone().getId(),
        preview.times().stream().map(time -> time(time, spec.zone())).toList());
  }

  static FireResource resource(Fire fire) {
    boolean several = fire.times() > 1;
    return new FireResource(
        fire.first(),
        several ? fire.last() : null,
        fire.times(),
        fire.run() == null ? "SKIPPED" : "RAN",
        fire.run(),
        fire.runState() == null ? null : fire.runState().name(),
        fire.run() == null ? null : fire.lateBy(),
        fire.reason() == null ? null : new Reason(fire.reason().code(), fire.reason().message()),
        fire.decidedAt());
  }

  private static FireTimeResource time(FireTime time, ZoneId zone) {
    ZonedDateTime local = time.at().atZone(zone);
    return new FireTimeResource(
        time.at(),
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local),
        local.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
        time.note().orElse(null));
  }
}
