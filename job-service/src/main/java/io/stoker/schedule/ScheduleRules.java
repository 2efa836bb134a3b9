package io.stoker.schedule;

import io.stoker.error.Violations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a draft in full and fills in what it leaves open. */
final class ScheduleRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Instant FIRST_MOMENT = Instant.EPOCH;
  private static final Instant END_OF_MOMENTS = Instant.parse("+10000-01-01T00:00:00Z");

  private final Violations violations;

  ScheduleRules(Violations violations) {
    this.violations = violations;
  }

  /** The schedule; null when its times cannot be told, which is then among the violations. */
  @Nullable ScheduleSpec checked(ScheduleDraft draft, Instant now) {
    checkName(draft.name());
    Optional<Cron> cron = cron(draft.cron());
    Optional<ZoneId> zone = zone(draft.zone());
    boolean bounded = checkBounds(draft.startAt(), draft.endAt(), now);
    CatchUp catchUp = catchUp(draft.catchUp());
    Overlap overlap = word("/overlap", Overlap.class, draft.overlap(), Overlap.SKIP);
    if (cron.isEmpty() || zone.isEmpty()) {
      return null;
    }
    ScheduleSpec spec =
        new ScheduleSpec(
            draft.name(),
            cron.get(),
            zone.get(),
            micros(draft.startAt()),
            micros(draft.endAt()),
            parameters(draft.parameters()),
            catchUp,
            overlap);
    if (bounded) {
      checkFires(spec, now);
    }
    return spec;
  }

  private void checkName(@Nullable String name) {
    if (name != null && !NAME.matcher(name).matches()) {
      violations.add("/name", "INVALID", "must be 1 to 63 of the characters a-z, 0-9 and -");
    }
  }

  private Optional<Cron> cron(@Nullable String text) {
    if (text == null || text.isBlank()) {
      violations.add("/cron", "REQUIRED", "is required, as \"0 2 * * *\" for 02:00 every day");
      return Optional.empty();
    }
    return new CronSyntax("/cron", violations).checked(text);
  }

  /** Regions only: the names of offsets and old abbreviations mean different things to people. */
  private Optional<ZoneId> zone(@Nullable String text) {
    if (text == null) {
      return Optional.of(ZoneId.of("UTC"));
    }
    try {
      if (ZoneId.getAvailableZoneIds().contains(text)) {
        return Optional.of(ZoneId.of(text));
      }
    } catch (DateTimeException e) {
      // told below
    }
    violations.add("/zone", "UNKNOWN_ZONE", "must be a zone as Europe/Berlin or UTC" + like(text));
    return Optional.empty();
  }

  /** A city without its region, or another case, is a common slip. */
  private static String like(String text) {
    String wanted = text.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        ? ""
        : new TreeSet<>(ZoneId.getAvailableZoneIds())
            .stream()
                .filter(zone -> ("/" + zone.toLowerCase(Locale.ROOT)).endsWith("/" + wanted))
                .findFirst()
                .map(zone -> "; did you mean " + zone + "?")
                .orElse("; the names are those of the IANA time zone database");
  }

  private boolean checkBounds(@Nullable Instant start, @Nullable Instant end, Instant now) {
    boolean startIsSane = checkMoment("/startAt", start);
    boolean endIsSane = checkMoment("/endAt", end);
    if (!startIsSane || !endIsSane) {
      return false;
    }
    if (end == null) {
      return true;
    }
    if (start != null && !start.isBefore(end)) {
      violations.add("/endAt", "END_BEFORE_START", "must be after startAt, which is " + start);
      return false;
    }
    if (!now.isBefore(end)) {
      violations.add("/endAt", "IN_THE_PAST", "must lie in the future, but has passed");
      return false;
    }
    return true;
  }

  private boolean checkMoment(String pointer, @Nullable Instant moment) {
    boolean sane =
        moment == null || (!moment.isBefore(FIRST_MOMENT) && moment.isBefore(END_OF_MOMENTS));
    if (!sane) {
      violations.add(pointer, "OUT_OF_RANGE", "must lie in the years 1970 to 9999");
    }
    return sane;
  }

  private void checkFires(ScheduleSpec spec, Instant now) {
    if (spec.fireTimes().next(now).isPresent()) {
      return;
    }
    Optional<FireTime> without =
        new FireTimes(spec.cron(), spec.zone(), spec.startAt(), null).next(now);
    if (without.isPresent()) {
      violations.add(
          "/endAt",
          "NEVER_FIRES",
          "lets nothing fire: the first time is "
              + without.get().at().atZone(spec.zone()).toOffsetDateTime());
    } else {
      violations.add(
          "/cron",
          "NEVER_FIRES",
          "names no time that is still to come; it reads: " + spec.cron().words());
    }
  }

  private CatchUp catchUp(ScheduleDraft.@Nullable CatchUpDraft draft) {
    if (draft == null) {
      return CatchUp.last();
    }
    CatchUp.Policy policy =
        word("/catchUp/policy", CatchUp.Policy.class, draft.policy(), CatchUp.Policy.LAST);
    Integer max = draft.max();
    if (policy != CatchUp.Policy.ALL && max != null) {
      violations.add("/catchUp/max", "NOT_ALLOWED", "can only be set with the policy ALL");
    }
    return switch (policy) {
      case NONE -> CatchUp.none();
      case LAST -> CatchUp.last();
      case ALL -> CatchUp.all(max(max));
    };
  }

  private int max(@Nullable Integer max) {
    if (max == null || max < 1 || max > CatchUp.MOST) {
      violations.add(
          "/catchUp/max",
          max == null ? "REQUIRED" : "OUT_OF_RANGE",
          "must say how many times are made up for at most, 1 to " + CatchUp.MOST);
      return 1;
    }
    return max;
  }

  private <E extends Enum<E>> E word(
      String pointer, Class<E> type, @Nullable String text, E otherwise) {
    if (text == null) {
      return otherwise;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(word -> word.name().equals(text))
        .findFirst()
        .orElseGet(
            () -> {
              String words =
                  Arrays.stream(type.getEnumConstants())
                      .map(Enum::name)
                      .collect(Collectors.joining(", "));
              violations.add(pointer, "UNKNOWN_WORD", "must be one of " + words);
              return otherwise;
            });
  }

  /** As exactly as the database keeps it. */
  private static @Nullable Instant micros(@Nullable Instant moment) {
    return moment == null ? null : moment.truncatedTo(ChronoUnit.MICROS);
  }

  private static Map<String, Object> parameters(@Nullable Map<String, Object> parameters) {
    return parameters == null ? Map.of() : new LinkedHashMap<>(parameters);
  }
}
