package io.stoker.schedule;

import com.cronutils.model.time.ExecutionTime;
import io.stoker.error.Violations;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A cron that can be read. It names local times, to the second, and knows nothing of zones: what
 * they become there is up to {@link FireTimes}.
 */
public final class Cron {
  private final CronDialect dialect;
  private final List<String> fields;
  private final ExecutionTime times;
  private final Predicate<LocalDate> days;

  /**
   * @param fields upper case, known to be right
   */
  Cron(CronDialect dialect, List<String> fields) {
    this.dialect = dialect;
    this.fields = List.copyOf(fields);
    List<String> asked = new ArrayList<>(fields);
    this.days = dialect.bothDays(fields) ? withoutDays(asked) : day -> true;
    this.times = ExecutionTime.forCron(dialect.parse(String.join(" ", asked)));
  }

  /** The library knows only "either day field"; where both must match, one is looked at here. */
  private Predicate<LocalDate> withoutDays(List<String> asked) {
    int index = dialect.fields().indexOf(CronField.DAY_OF_MONTH);
    Set<Integer> days = CronField.DAY_OF_MONTH.numbers(asked.get(index), dialect.firstDay());
    asked.set(index, "*");
    return day -> days.contains(day.getDayOfMonth());
  }

  /**
   * Reads a cron that was checked before.
   *
   * @throws io.stoker.error.StokerException VALIDATION_FAILED when it is wrong all the same
   */
  static Cron of(String text) {
    Violations violations = new Violations();
    Optional<Cron> cron = new CronSyntax("/cron", violations).checked(text);
    violations.throwIfAny();
    return cron.orElseThrow();
  }

  public CronDialect dialect() {
    return dialect;
  }

  /** Its one spelling. */
  public String text() {
    return String.join(" ", fields);
  }

  /** What it says, as a sentence without a full stop. */
  public String words() {
    return new CronWords(dialect, fields).sentence();
  }

  /** The first local time after another that it names; empty when there is none any more. */
  Optional<LocalDateTime> nextAfter(LocalDateTime local) {
    Optional<LocalDateTime> next = nextAsked(local);
    while (next.isPresent() && !days.test(next.get().toLocalDate())) {
      LocalDate day = next.get().toLocalDate().plusDays(1);
      while (!days.test(day)) {
        day = day.plusDays(1);
      }
      next = nextAsked(day.atStartOfDay().minusSeconds(1));
    }
    return next;
  }

  /** Crons of Quartz end with its last year; those of Unix too, or some were searched for ever. */
  private Optional<LocalDateTime> nextAsked(LocalDateTime local) {
    if (local.getYear() > CronField.YEAR.max()) {
      return Optional.empty();
    }
    // in a zone without changes of its clock local times are just numbers
    ZonedDateTime from = local.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
    return times
        .nextExecution(from)
        .map(ZonedDateTime::toLocalDateTime)
        .filter(next -> next.getYear() <= CronField.YEAR.max());
  }

  boolean names(LocalDateTime local) {
    return nextAfter(local.minusSeconds(1)).filter(local::equals).isPresent();
  }

  /** Whether no hour is excluded, so that it goes by elapsed time rather than by the clock. */
  boolean everyHour() {
    int index = dialect.fields().indexOf(CronField.HOUR);
    return CronField.HOUR.numbers(fields.get(index), dialect.firstDay()).size() == 24;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cron cron && cron.text().equals(text());
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text());
  }

  @Override
  public String toString() {
    return text();
  }
}
