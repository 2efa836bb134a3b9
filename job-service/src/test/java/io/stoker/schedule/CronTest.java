package io.stoker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stoker.error.StokerException;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *               | Every minute
          */15 * * * *            | Every 15 minutes
          */7 * * * *             | At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour
          0 * * * *               | At minute 0 of every hour
          5,35 * * * *            | At minutes 5 and 35 of every hour
          0 2 * * *               | At 02:00 every day
          30 8 * * 1-5            | At 08:30 on Monday to Friday
          30 8 * * mon-fri        | At 08:30 on Monday to Friday
          0 0 * * 0               | At 00:00 on Sunday
          0 0 * * 7               | At 00:00 on Sunday
          0 0 * * 6,0             | At 00:00 on Saturday and Sunday
          0 0 1 * *               | At 00:00 on day 1 of the month
          0 0 1,15 * *            | At 00:00 on days 1 and 15 of the month
          0 0 13 * 5              | At 00:00 on day 13 of the month or on Friday
          0 0 */10 * 1            | At 00:00 on days 1, 11, 21 and 31 of the month that are also on Monday
          0 0 */1 * 1             | At 00:00 on Monday
          0 6,18 * 1,7 *          | At 06:00 and 18:00 every day in January and July
          0 9-17 * * *            | At minute 0 of hours 9 to 17 every day
          */10 9-17 * * 1         | Every 10 minutes in hours 9 to 17 on Monday
          0 */2 * * *             | At minute 0 of hours 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 22 every day
          0 0 29 2 *              | At 00:00 on day 29 of the month in February
          * * * * * ?             | Every second
          */20 * * * * ?          | Every 20 seconds
          0 * * * * ?             | Every minute
          10 * * * * ?            | At second 10 of every minute
          0 0 2 ? * 2             | At 02:00 on Monday
          0 0 2 ? * SUN           | At 02:00 on Sunday
          0 0 2 ? * SAT-MON       | At 02:00 on Monday, Saturday and Sunday
          15 30 2 * * ?           | At 02:30:15 every day
          0 0 2 L * ?             | At 02:00 on the last day of the month
          0 0 2 LW * ?            | At 02:00 on the last weekday of the month
          0 0 2 L-3 * ?           | At 02:00 on the day 3 before the last of the month
          0 0 2 15W * ?           | At 02:00 on the weekday nearest to day 15 of the month
          0 0 2 ? * 6L            | At 02:00 on the last Friday of the month
          0 0 2 ? * MON#1         | At 02:00 on the first Monday of the month
          0 0 2 ? * L             | At 02:00 on Saturday
          0 0 2 ? * MON,WED#2     | At 02:00 on Monday and the second Wednesday of the month
          0 0 0 1 1 ? 2027        | At 00:00 on day 1 of the month in January in 2027
          0 0 0 1 1 ? 2027-2030   | At 00:00 on day 1 of the month in January in 2027 to 2030
          0 0 0 1 1 ? *           | At 00:00 on day 1 of the month in January
          """)
  void itIsSpeltOut(String cron, String words) {
    assertThat(Cron.of(cron).words()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 25 * * *        | field 2 (hour) is "25", but must be 0 to 23
          60 24 0 13 8      | field 1 (minute) is "60", but must be 0 to 59
          60 24 0 13 8      | field 5 (day of week) is "8", but must be 0 (Sunday) to 7
          a * * * *         | field 1 (minute) is "A"
          1,,2 * * * *      | field 1 (minute) is "1,,2"
          */0 * * * *       | field 1 (minute) is "*/0"
          */90 * * * *      | field 1 (minute) is "*/90"
          10-5 * * * *      | field 1 (minute) is "10-5"
          0 0 L * *         | field 3 (day of month) is "L", but must be 1 to 31
          0 0 * * 5#2       | field 5 (day of week) is "5#2"
          0 0 * * FOO       | field 5 (day of week) is "FOO"
          0 0 ? * 1         | field 3 (day of month) is "?"
          0 0 2 30W * ?     | field 4 (day of month) is "30W"
          0 0 0 ? * 0       | field 6 (day of week) is "0", but must be 1 (Sunday) to 7
          0 0 2 * * ? 1066  | field 7 (year) is "1066", but must be 1970 to 2099
          0 0 2 * * *       | must have ? in exactly one of field 4 (day of month) and field 6
          0 0 2 ? * ?       | must have ? in exactly one of field 4 (day of month) and field 6
          0 0 2 1 * MON     | must have ? in exactly one of field 4 (day of month) and field 6
          /2 * * * *        | field 1 (minute) is "/2"
          +1 * * * *        | field 1 (minute) is "+1"
          0 0 0 ? * 2#6     | field 6 (day of week) is "2#6"
          0 0 0 ? * 2#0     | field 6 (day of week) is "2#0"
          0 0 2 L-31 * ?    | field 4 (day of month) is "L-31"
          @daily            | must be written out: 0 0 * * *
          every day         | has 2 fields, but must have 5 as in Unix
          *                 | has 1 field, but must have 5 as in Unix
          1 2 3 4 5 6 7 8   | has 8 fields, but must have 5 as in Unix
          """)
  void whatIsWrongIsSaidOfItsField(String cron, String message) {
    StokerException refusal = catchThrowableOfType(StokerException.class, () -> Cron.of(cron));
    assertThat(refusal.violations()).hasSize(1);
    assertThat(refusal.violations().get(0).pointer()).isEqualTo("/cron");
    assertThat(refusal.violations().get(0).message()).contains(message);
  }

  @Test
  void itHasOneSpelling() {
    assertThat(Cron.of("  0   2 * *  mon ").text()).isEqualTo("0 2 * * MON");
    assertThat(Cron.of("0 2 * * mon")).isEqualTo(Cron.of("0  2 * * MON"));
  }

  @Test
  void theNumberOfFieldsSaysHowItIsRead() {
    LocalDateTime sunday = LocalDateTime.parse("2026-03-01T00:00:00");
    assertThat(Cron.of("0 0 * * 1").nextAfter(sunday)).hasValue(sunday.plusDays(1));
    assertThat(Cron.of("0 0 0 ? * 1").nextAfter(sunday)).hasValue(sunday.plusDays(7));
  }

  /** As crontab(5) says: with a star in one of them, both day fields must match. */
  @Test
  void aStarWithAStepMakesBothDayFieldsCount() {
    LocalDateTime sunday = LocalDateTime.parse("2026-03-01T00:00:00");
    assertThat(Cron.of("0 0 */2 * 1").nextAfter(sunday))
        .hasValue(LocalDateTime.parse("2026-03-09T00:00:00"));
    assertThat(Cron.of("0 0 1-31/2 * 1").nextAfter(sunday)).hasValue(sunday.plusDays(1));
  }

  /** Whatever is let in can be asked for its times and its words, for years. */
  @Test
  void nothingThatIsLetInFailsLater() {
    for (String cron :
        new String[] {
          "0 0 2 L-30 * ?", "0 0 2 28W * ?", "0 0 2 1W * ?", "0 0 2 ? * 2#5", "0 0 2 ? * 7L",
          "0 0 2 L * ?", "0 0 2 LW 2 ?", "0 0 2 L-28 2 ?", "0 0 0 29 2 ?", "0 0 29 2 1"
        }) {
      Cron read = Cron.of(cron);
      assertThat(read.words()).isNotBlank();
      LocalDateTime at = LocalDateTime.parse("2026-01-01T00:00:00");
      for (int i = 0; i < 100; i++) {
        at = read.nextAfter(at).orElse(at);
      }
      assertThat(at).as(cron).isAfter(LocalDateTime.parse("2026-12-01T00:00:00"));
    }
  }
}
