package io.stoker.schedule;

import io.stoker.error.Violations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what is wrong with the text of a cron, field by field, and says what would be right. */
final class CronSyntax {
  private static final int MAX_LENGTH = 200;

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@HOURLY", "0 * * * *",
          "@DAILY", "0 0 * * *",
          "@MIDNIGHT", "0 0 * * *",
          "@WEEKLY", "0 0 * * 0",
          "@MONTHLY", "0 0 1 * *",
          "@YEARLY", "0 0 1 1 *",
          "@ANNUALLY", "0 0 1 1 *");

  private final String pointer;
  private final Violations violations;

  CronSyntax(String pointer, Violations violations) {
    this.pointer = pointer;
    this.violations = violations;
  }

  /** The cron, when nothing is wrong with it. */
  Optional<Cron> checked(String text) {
    if (text.length() > MAX_LENGTH) {
      return refuse("TOO_LONG", "may have at most " + MAX_LENGTH + " characters");
    }
    String[] fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
    if (NICKNAMES.containsKey(fields[0])) {
      return refuse("INVALID", "must be written out: " + NICKNAMES.get(fields[0]));
    }
    Optional<CronDialect> dialect = CronDialect.ofFields(fields.length);
    if (dialect.isEmpty()) {
      return refuse("INVALID", wrongCount(fields));
    }
    return checked(dialect.get(), Arrays.asList(fields));
  }

  private Optional<Cron> checked(CronDialect dialect, List<String> fields) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      if (!isRight(dialect, i, fields)) {
        wrong.add(
            "field %d (%s) is \"%s\", but must be %s"
                .formatted(
                    i + 1,
                    dialect.fields().get(i).words(),
                    fields.get(i),
                    admits(dialect, dialect.fields().get(i))));
      }
    }
    if (!wrong.isEmpty()) {
      return refuse("INVALID", "cannot be read: " + String.join("; ", wrong));
    }
    if (dialect == CronDialect.QUARTZ && Collections.frequency(fields.subList(3, 6), "?") != 1) {
      return refuse(
          "INVALID",
          "must have ? in exactly one of field 4 (day of month) and field 6 (day of week), the one"
              + " that does not matter, as \"0 0 2 * * ?\"");
    }
    return Optional.of(new Cron(dialect, fields.stream().map(CronSyntax::canonical).toList()));
  }

  private static String canonical(String field) {
    return field.equals("*/1") ? "*" : field;
  }

  /** Whether a field would be right if all others were. */
  private static boolean isRight(CronDialect dialect, int index, List<String> fields) {
    CronField field = dialect.fields().get(index);
    String text = fields.get(index);
    if (!field.hasShape(text, dialect)) {
      return false;
    }
    List<String> others = new ArrayList<>(Collections.nCopies(fields.size(), "*"));
    if (dialect == CronDialect.QUARTZ) {
      boolean swapped = field == CronField.DAY_OF_WEEK ? !text.equals("?") : text.equals("?");
      others.set(swapped ? 3 : 5, "?");
    }
    others.set(index, text);
    try {
      return dialect.parse(String.join(" ", others)) != null;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static String admits(CronDialect dialect, CronField field) {
    boolean unix = dialect == CronDialect.UNIX;
    String values =
        switch (field) {
          case SECOND, MINUTE, HOUR, YEAR -> field.min() + " to " + field.max();
          case DAY_OF_MONTH ->
              unix
                  ? "1 to 31"
                  : "1 to 31, L (the last day), L-3, LW, 1W to 28W (nearest weekday) or ?";
          case MONTH -> "1 to 12 or JAN to DEC";
          case DAY_OF_WEEK ->
              unix
                  ? "0 (Sunday) to 7 (Sunday again) or SUN to SAT"
                  : "1 (Sunday) to 7 or SUN to SAT, 6L (the last Friday), MON#1 (the first Monday)"
                      + " or ?";
        };
    return values + ", alone, as list 1,2 or as range 1-5; with /2 every second of them; or *";
  }

  private static String wrongCount(String[] fields) {
    int count = fields[0].isEmpty() ? 0 : fields.length;
    return "has %d field%s, but must have 5 as in Unix (minute hour day-of-month month day-of-week)"
            .formatted(count, count == 1 ? "" : "s")
        + " or 6 to 7 as in Quartz (second first, year last)";
  }

  private Optional<Cron> refuse(String code, String message) {
    violations.add(pointer, code, message);
    return Optional.empty();
  }
}
