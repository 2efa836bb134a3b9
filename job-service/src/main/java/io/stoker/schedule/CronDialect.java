package io.stoker.schedule;

import static io.stoker.schedule.CronField.DAY_OF_MONTH;
import static io.stoker.schedule.CronField.DAY_OF_WEEK;
import static io.stoker.schedule.CronField.HOUR;
import static io.stoker.schedule.CronField.MINUTE;
import static io.stoker.schedule.CronField.MONTH;
import static io.stoker.schedule.CronField.SECOND;
import static io.stoker.schedule.CronField.YEAR;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.util.List;
import java.util.Optional;

/** Two ways to read a cron, told apart by the number of its fields. */
public enum CronDialect {
  /**
   * minute, hour, day of month, month, day of week; 0 and 7 are Sunday; either day field is due.
   */
  UNIX(CronType.UNIX, 0),

  /** second first, year last if at all; 1 is Sunday; one of the day fields is {@code ?}. */
  QUARTZ(CronType.QUARTZ, 1);

  private static final List<CronField> UNIX_FIELDS =
      List.of(MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK);
  private static final List<CronField> QUARTZ_FIELDS =
      List.of(SECOND, MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR);

  private final CronType type;
  private final int firstDay;

  CronDialect(CronType type, int firstDay) {
    this.type = type;
    this.firstDay = firstDay;
  }

  /** The one in which so many fields make sense. */
  static Optional<CronDialect> ofFields(int count) {
    return switch (count) {
      case 5 -> Optional.of(UNIX);
      case 6, 7 -> Optional.of(QUARTZ);
      default -> Optional.empty();
    };
  }

  List<CronField> fields() {
    return switch (this) {
      case UNIX -> UNIX_FIELDS;
      case QUARTZ -> QUARTZ_FIELDS;
    };
  }

  /** Whether a day must be named by both day fields, and each of them leaves days out. */
  boolean bothDays(List<String> crons) {
    if (this == QUARTZ) {
      return false;
    }
    String days = crons.get(UNIX_FIELDS.indexOf(DAY_OF_MONTH));
    String weekdays = crons.get(UNIX_FIELDS.indexOf(DAY_OF_WEEK));
    boolean restricted = !days.equals("*") && !weekdays.equals("*");
    return restricted && (days.contains("*") || weekdays.contains("*"));
  }

  /** What it calls Sunday. */
  int firstDay() {
    return firstDay;
  }

  /** Reads a cron; throws what the library throws when it is wrong. */
  Cron parse(String text) {
    return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(text).validate();
  }
}
