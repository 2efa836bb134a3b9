package io.stoker.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The times of a cron told another way: every minute, or second, of a stretch is looked at one by
 * one. It reads crons by itself, and only those of numbers, lists, ranges and steps.
 */
final class BruteForce {
  private final List<String> fields;
  private final List<boolean[]> sets = new ArrayList<>();
  private final int first;
  private final ZoneId zone;
  private final Duration step;

  private BruteForce(List<String> fields, ZoneId zone) {
    this.fields = fields;
    this.zone = zone;
    this.first = fields.size() == 5 ? 0 : 1;
    this.step = first == 0 ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
    int[][] bounds = {{0, 59}, {0, 59}, {0, 23}, {1, 31}, {1, 12}, {first, 7}};
    for (int i = 0; i < fields.size(); i++) {
      sets.add(set(fields.get(i), bounds[i + 1 - first]));
    }
  }

  static BruteForce of(String cron, ZoneId zone) {
    return new BruteForce(List.of(cron.split(" ", -1)), zone);
  }

  Set<Instant> between(Instant after, Instant upTo) {
    Set<Instant> times = new TreeSet<>();
    Set<LocalDateTime> seen = new HashSet<>();
    boolean byElapsedTime = everyHour();
    // a day before, so that it knows which local times have been there
    Instant start = after.minus(Duration.ofDays(1));
    LocalDateTime before = local(start);
    for (Instant at = start.plus(step); !at.isAfter(upTo); at = at.plus(step)) {
      LocalDateTime now = local(at);
      boolean jumpedOverOne = false;
      for (LocalDateTime gone = before.plus(step); gone.isBefore(now); gone = gone.plus(step)) {
        jumpedOverOne |= names(gone);
      }
      boolean first = seen.add(now);
      boolean due = (names(now) && (first || byElapsedTime)) || (jumpedOverOne && !byElapsedTime);
      if (due && at.isAfter(after)) {
        times.add(at);
      }
      before = now;
    }
    return times;
  }

  private LocalDateTime local(Instant at) {
    return LocalDateTime.ofInstant(at, zone);
  }

  private boolean names(LocalDateTime local) {
    boolean second = first == 0 ? local.getSecond() == 0 : has(-1, local.getSecond());
    int weekday = local.getDayOfWeek().getValue() % 7 + first;
    boolean day = has(2, local.getDayOfMonth());
    boolean dayOfWeek = has(4, weekday) || (first == 0 && weekday == 0 && has(4, 7));
    String days = fields.get(first + 2) + fields.get(first + 4);
    boolean either = !days.contains("*") && !days.contains("?");
    return second
        && has(0, local.getMinute())
        && has(1, local.getHour())
        && has(3, local.getMonthValue())
        && (either ? day || dayOfWeek : day && dayOfWeek);
  }

  /** Fields are counted from the minute. */
  private boolean has(int field, int value) {
    return sets.get(field + first)[value];
  }

  private boolean everyHour() {
    return IntStream.range(0, 24).allMatch(hour -> has(1, hour));
  }

  private static boolean[] set(String field, int[] bounds) {
    boolean[] set = new boolean[60];
    for (String item : field.split(",", -1)) {
      String[] parts = item.split("/", -1);
      int every = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
      int from = bounds[0];
      int to = bounds[1];
      if (!parts[0].equals("*") && !parts[0].equals("?")) {
        String[] ends = parts[0].split("-", -1);
        from = Integer.parseInt(ends[0]);
        to = ends.length == 2 ? Integer.parseInt(ends[1]) : parts.length == 2 ? to : from;
      } else if (bounds[1] == 7) {
        to = bounds[0] + 6;
      }
      for (int value = from; value <= to; value += every) {
        set[value] = true;
      }
    }
    return set;
  }
}
