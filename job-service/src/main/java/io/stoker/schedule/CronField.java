package io.stoker.schedule;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The fields of a cron, the finest first. */
enum CronField {
  SECOND("second", 0, 59),
  MINUTE("minute", 0, 59),
  HOUR("hour", 0, 23),
  DAY_OF_MONTH("day of month", 1, 31),
  MONTH("month", 1, 12),
  DAY_OF_WEEK("day of week", 0, 7),
  YEAR("year", 1970, 2099);

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final String VALUE = "([0-9]{1,4}|[A-Z]{3})";
  private static final String PLAIN = "([*]|" + VALUE + "(-" + VALUE + ")?)(/[0-9]{1,4})?";

  // not every month has a day 29, and the library fails on 29W when it meets such a month
  private static final String DAYS_OF_QUARTZ =
      "[?]|L(-([1-9]|[12][0-9]|30))?|LW|([1-9]|1[0-9]|2[0-8])W|";
  private static final String WEEKDAYS_OF_QUARTZ = "[?]|L|" + VALUE + "(L|#[1-5])|";

  private final String words;
  private final int min;
  private final int max;

  CronField(String words, int min, int max) {
    this.words = words;
    this.min = min;
    this.max = max;
  }

  String words() {
    return words;
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }

  /** Whether a text is a list of items as they are written; the library reads more than that. */
  boolean hasShape(String text, CronDialect dialect) {
    String special =
        switch (this) {
          case DAY_OF_MONTH -> DAYS_OF_QUARTZ;
          case DAY_OF_WEEK -> WEEKDAYS_OF_QUARTZ;
          case SECOND, MINUTE, HOUR, MONTH, YEAR -> "";
        };
    String item = dialect == CronDialect.QUARTZ ? special + PLAIN : PLAIN;
    return Stream.of(text.split(",", -1)).allMatch(each -> each.matches(item));
  }

  /**
   * The numbers that a text of this field stands for; the text is known to be right. Days of the
   * week are counted from 0, Sunday.
   *
   * @param firstDay what the dialect calls Sunday: 0 or 1
   */
  SortedSet<Integer> numbers(String text, int firstDay) {
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      add(item, firstDay, numbers);
    }
    return numbers;
  }

  private void add(String item, int firstDay, SortedSet<Integer> numbers) {
    String[] rangeAndStep = item.split("/", -1);
    String[] ends = rangeAndStep[0].split("-", -1);
    boolean stepped = rangeAndStep.length == 2;
    boolean all = ends[0].equals("*") || ends[0].equals("?");
    int from = all ? min : number(ends[0], firstDay);
    int to = ends.length == 2 ? number(ends[1], firstDay) : all || stepped ? last() : from;
    int step = stepped ? Integer.parseInt(rangeAndStep[1]) : 1;
    // a range of Quartz may go past the end and on from the start
    int length = to >= from ? to - from : to - from + size();
    for (int offset = 0; offset <= length; offset += step) {
      numbers.add(min + (from + offset - min) % size());
    }
  }

  /** Sunday has two numbers in Unix crons. */
  private int last() {
    return this == DAY_OF_WEEK ? 6 : max;
  }

  private int size() {
    return last() - min + 1;
  }

  private int number(String text, int firstDay) {
    if (this == MONTH && MONTHS.contains(text)) {
      return MONTHS.indexOf(text) + 1;
    }
    if (this == DAY_OF_WEEK) {
      return DAYS.contains(text) ? DAYS.indexOf(text) : Integer.parseInt(text) - firstDay;
    }
    return Integer.parseInt(text);
  }
}
