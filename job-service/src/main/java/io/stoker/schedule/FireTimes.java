package io.stoker.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the local times of a cron are in a zone whose clock may change:
 *
 * <ul>
 *   <li>a local time that does not exist fires where the clock goes on;
 *   <li>one that comes twice fires the first time only;
 *   <li>unless the cron excludes no hour: then it fires at every local time that there is, and none
 *       is moved.
 * </ul>
 */
public final class FireTimes {
  private final Cron cron;
  private final ZoneRules rules;
  private final @Nullable Instant start;
  private final @Nullable Instant end;

  /**
   * @param start the first moment that counts; null: any
   * @param end the first moment that counts no more; null: none
   */
  FireTimes(Cron cron, ZoneId zone, @Nullable Instant start, @Nullable Instant end) {
    this.cron = cron;
    this.rules = zone.getRules();
    this.start = start;
    this.end = end;
  }

  /** The first one after a moment; empty when there is none any more. */
  public Optional<FireTime> next(Instant after) {
    Instant from = start != null && after.isBefore(start) ? start.minusNanos(1) : after;
    return unbounded(from).filter(time -> end == null || time.at().isBefore(end));
  }

  /** Those after a moment and not after another, the first ones only. */
  public List<FireTime> between(Instant after, Instant upTo, int limit) {
    List<FireTime> times = new ArrayList<>();
    Optional<FireTime> next = next(after);
    while (times.size() < limit && next.isPresent() && !next.get().at().isAfter(upTo)) {
      times.add(next.get());
      next = next(next.get().at());
    }
    return times;
  }

  /** Goes from change to change of the zone's clock; between two of them the offset is one. */
  private Optional<FireTime> unbounded(Instant after) {
    Instant from = after;
    while (true) {
      ZoneOffsetTransition change = rules.nextTransition(from);
      Optional<LocalDateTime> found = cron.nextAfter(firstCounted(from));
      if (found.isEmpty() && isLast(change)) {
        return Optional.empty();
      }
      ZoneOffset offset = rules.getOffset(from);
      Optional<Instant> at = found.map(local -> local.toInstant(offset));
      if (at.isPresent() && (change == null || at.get().isBefore(change.getInstant()))) {
        return at.map(moment -> new FireTime(moment, true, null));
      }
      Optional<FireTime> atChange = at(change);
      if (atChange.isPresent()) {
        return atChange;
      }
      from = change.getInstant();
    }
  }

  /** The local time of a moment, or the end of the hour that comes a second time and counts not. */
  private LocalDateTime firstCounted(Instant from) {
    LocalDateTime local = LocalDateTime.ofInstant(from, rules.getOffset(from));
    ZoneOffsetTransition last = rules.previousTransition(from.plusNanos(1));
    boolean again = last != null && last.isOverlap() && local.isBefore(last.getDateTimeBefore());
    return again && !cron.everyHour() ? last.getDateTimeBefore().minusSeconds(1) : local;
  }

  /** Whether nothing can come after a change if nothing comes before it. */
  private boolean isLast(@Nullable ZoneOffsetTransition change) {
    return change == null || cron.nextAfter(change.getDateTimeAfter().minusSeconds(1)).isEmpty();
  }

  private Optional<FireTime> at(ZoneOffsetTransition change) {
    LocalDateTime before = change.getDateTimeBefore();
    LocalDateTime after = change.getDateTimeAfter();
    boolean named = cron.names(after) && (change.isGap() || cron.everyHour());
    boolean skipped =
        change.isGap()
            && cron.nextAfter(before.minusSeconds(1)).filter(it -> it.isBefore(after)).isPresent();
    return named || skipped
        ? Optional.of(
            new FireTime(
                change.getInstant(),
                named || !cron.everyHour(),
                skipped ? new FireTime.Gap(before, after) : null))
        : Optional.empty();
  }
}
