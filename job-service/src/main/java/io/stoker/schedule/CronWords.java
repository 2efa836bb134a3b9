package io.stoker.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says a cron in plain English, the time of day first. */
final class CronWords {
  private static final int MOST_TIMES = 6;
  private static final Set<String> ANY = Set.of("*", "?");
  private static final Pattern STEP = Pattern.compile("(?:\\*|0)/(\\d+)");
  private static final Pattern PLAIN = Pattern.compile("\\d+(,\\d+)*");

  private final CronDialect dialect;
  private final List<String> fields;

  CronWords(CronDialect dialect, List<String> fields) {
    this.dialect = dialect;
    this.fields = fields;
  }

  String sentence() {
    String time = time();
    String days = new DayWords(dialect, fields).phrase(time.contains("every"));
    String sentence = days.isEmpty() ? time : time + " " + days;
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private String time() {
    List<String> texts =
        List.of(text(CronField.SECOND), text(CronField.MINUTE), text(CronField.HOUR));
    boolean plain = texts.stream().allMatch(text -> PLAIN.matcher(text).matches());
    return plain && count(texts) <= MOST_TIMES ? "at " + clockTimes() : composed();
  }

  private String clockTimes() {
    List<String> times = new ArrayList<>();
    for (int hour : numbers(CronField.HOUR)) {
      for (int minute : numbers(CronField.MINUTE)) {
        for (int second : numbers(CronField.SECOND)) {
          times.add(
              second == 0
                  ? "%02d:%02d".formatted(hour, minute)
                  : "%02d:%02d:%02d".formatted(hour, minute, second));
        }
      }
    }
    return WordLists.and(times);
  }

  /** From the finest field that says something to the coarsest. */
  private String composed() {
    StringBuilder phrase = new StringBuilder();
    for (CronField field : List.of(CronField.SECOND, CronField.MINUTE, CronField.HOUR)) {
      boolean wholeMinutes = field == CronField.SECOND && text(field).equals("0");
      if (!wholeMinutes) {
        phrase.append(phrase.isEmpty() ? finest(field) : coarser(field, phrase.toString()));
      }
    }
    return phrase.toString();
  }

  private String finest(CronField field) {
    String text = text(field);
    Matcher step = STEP.matcher(text);
    if (ANY.contains(text)) {
      return "every " + field.words();
    }
    if (step.matches() && (field.max() + 1) % Integer.parseInt(step.group(1)) == 0) {
      int period = Integer.parseInt(step.group(1));
      return period == 1 ? "every " + field.words() : "every " + period + " " + field.words() + "s";
    }
    return "at " + WordLists.numbers(field.words(), numbers(field));
  }

  private String coarser(CronField field, String finer) {
    boolean often = finer.contains("every");
    if (ANY.contains(text(field)) || numbers(field).size() == field.max() + 1) {
      return often ? "" : " of every " + field.words();
    }
    return (finer.startsWith("every") ? " in " : " of ")
        + WordLists.numbers(field.words(), numbers(field));
  }

  private int count(List<String> texts) {
    return texts.stream().mapToInt(text -> text.split(",", -1).length).reduce(1, (a, b) -> a * b);
  }

  private SortedSet<Integer> numbers(CronField field) {
    return field.numbers(text(field), dialect.firstDay());
  }

  private String text(CronField field) {
    int index = dialect.fields().indexOf(field);
    return index < 0 || index >= fields.size() ? "0" : fields.get(index);
  }
}
