package io.stoker.schedule;

import static io.stoker.schedule.CronField.DAY_OF_MONTH;
import static io.stoker.schedule.CronField.DAY_OF_WEEK;
import static io.stoker.schedule.CronField.MONTH;
import static io.stoker.schedule.CronField.YEAR;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says on which days a cron is due: weekdays by name. */
final class DayWords {
  private static final Set<String> ANY = Set.of("*", "?");
  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth");

  private final CronDialect dialect;
  private final List<String> fields;

  DayWords(CronDialect dialect, List<String> fields) {
    this.dialect = dialect;
    this.fields = fields;
  }

  /**
   * The days.
   *
   * @param everyDayIsClear whether what stands before it implies every day
   */
  String phrase(boolean everyDayIsClear) {
    String between = dialect.bothDays(fields) ? " that are also " : " or ";
    String days = WordLists.joined(List.of(daysOfMonth(), daysOfWeek()), between);
    String every = everyDayIsClear ? "" : "every day";
    return WordLists.joined(List.of(days.isEmpty() ? every : days, months(), years()), " ");
  }

  private String daysOfMonth() {
    String text = text(DAY_OF_MONTH);
    if (ANY.contains(text)) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    SortedSet<Integer> plain = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      if (item.contains("L") || item.contains("W")) {
        parts.add(specialDay(item));
      } else {
        plain.addAll(DAY_OF_MONTH.numbers(item, dialect.firstDay()));
      }
    }
    if (!plain.isEmpty()) {
      parts.add(0, WordLists.numbers("day", plain));
    }
    return "on " + WordLists.and(parts) + " of the month";
  }

  private static String specialDay(String item) {
    if (item.equals("L")) {
      return "the last day";
    }
    if (item.equals("LW")) {
      return "the last weekday";
    }
    return item.startsWith("L-")
        ? "the day " + item.substring(2) + " before the last"
        : "the weekday nearest to day " + item.replace("W", "");
  }

  private String daysOfWeek() {
    String text = text(DAY_OF_WEEK);
    if (ANY.contains(text)) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    SortedSet<Integer> plain = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      if (item.contains("#") || item.endsWith("L")) {
        parts.add(dayInMonth(item));
      } else {
        DAY_OF_WEEK
            .numbers(item, dialect.firstDay())
            // Monday first
            .forEach(day -> plain.add(day == 0 ? 7 : day));
      }
    }
    if (!plain.isEmpty()) {
      parts.add(0, WordLists.runs(plain, plain.stream().map(DayWords::day).toList()));
    }
    return "on " + WordLists.and(parts);
  }

  private String dayInMonth(String item) {
    if (item.equals("L")) {
      return day(6);
    }
    String[] parts =
        item.endsWith("L") ? new String[] {item.replace("L", "")} : item.split("#", -1);
    int day = DAY_OF_WEEK.numbers(parts[0], dialect.firstDay()).first();
    String which = parts.length == 1 ? "last" : ORDINALS.get(Integer.parseInt(parts[1]) - 1);
    return "the " + which + " " + day(day == 0 ? 7 : day) + " of the month";
  }

  private String months() {
    SortedSet<Integer> months = MONTH.numbers(text(MONTH), dialect.firstDay());
    List<String> names =
        months.stream()
            .map(month -> Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .toList();
    return months.size() == 12 ? "" : "in " + WordLists.runs(months, names);
  }

  private String years() {
    boolean withYear = dialect.fields().contains(YEAR) && fields.size() == dialect.fields().size();
    if (!withYear || ANY.contains(text(YEAR))) {
      return "";
    }
    SortedSet<Integer> years = YEAR.numbers(text(YEAR), dialect.firstDay());
    return "in " + WordLists.runs(years, years.stream().map(String::valueOf).toList());
  }

  private static String day(int number) {
    return DayOfWeek.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private String text(CronField field) {
    return fields.get(dialect.fields().indexOf(field));
  }
}
