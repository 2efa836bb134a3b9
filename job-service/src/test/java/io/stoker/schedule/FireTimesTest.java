package io.stoker.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FireTimesTest {
  private static final List<String> CRONS =
      List.of(
          "* * * * *",
          "*/7 * * * *",
          "15 * * * *",
          "0 * * * *",
          "30 2 * * *",
          "0 2 * * *",
          "0 3 * * *",
          "15 2 * * *",
          "*/10 2 * * *",
          "0,30 1-3 * * *",
          "0 */2 * * *",
          "45 1 * * 0",
          "30 2 1 * 0",
          "59 1,2 * * *",
          "0 0-23 * * *",
          "5/20 0-23/1 * * *");

  /** Some days around each change of the clock in two years. */
  static Stream<Stretch> stretches() {
    return Stream.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
        .map(ZoneId::of)
        .flatMap(
            zone ->
                Stream.iterate(
                        zone.getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z")),
                        change -> zone.getRules().nextTransition(change.getInstant()))
                    .limit(4)
                    .map(change -> new Stretch(zone, change.getInstant())));
  }

  record Stretch(ZoneId zone, Instant change) {
    Instant start() {
      return change.minus(Duration.ofHours(40));
    }

    Instant end() {
      return change.plus(Duration.ofHours(50));
    }
  }

  @ParameterizedTest
  @MethodSource("stretches")
  void theyAreThoseThatLookingAtEveryMinuteFinds(Stretch stretch) {
    for (String cron : CRONS) {
      assertThat(firing(cron, stretch.zone, stretch.start(), stretch.end()))
          .as(cron + " in " + stretch)
          .containsExactlyElementsOf(
              BruteForce.of(cron, stretch.zone).between(stretch.start(), stretch.end()));
    }
  }

  @ParameterizedTest
  @MethodSource("stretches")
  void andThoseThatLookingAtEverySecondFinds(Stretch stretch) {
    Instant start = stretch.change.minus(Duration.ofHours(4));
    Instant end = stretch.change.plus(Duration.ofHours(5));
    for (String cron : List.of("*/20 30 * * * ?", "59 59 1 ? * *", "0 */15 2 * * ?")) {
      assertThat(firing(cron, stretch.zone, start, end))
          .as(cron + " in " + stretch)
          .containsExactlyElementsOf(BruteForce.of(cron, stretch.zone).between(start, end));
    }
  }

  /** Written by hand, from the rules of the zones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *   | Europe/Berlin       | 2026-03-28T00:00Z | 2026-03-28T02:30+01:00 2026-03-29T03:00+02:00! 2026-03-30T02:30+02:00
          */20 2 * * * | Europe/Berlin       | 2026-03-29T00:00Z | 2026-03-29T03:00+02:00! 2026-03-30T02:00+02:00 2026-03-30T02:20+02:00
          30 2,3 * * * | Europe/Berlin       | 2026-03-29T00:00Z | 2026-03-29T03:00+02:00! 2026-03-29T03:30+02:00 2026-03-30T02:30+02:00
          0 2,3 * * *  | Europe/Berlin       | 2026-03-29T00:00Z | 2026-03-29T03:00+02:00! 2026-03-30T02:00+02:00 2026-03-30T03:00+02:00
          30 * * * *   | Europe/Berlin       | 2026-03-29T00:00Z | 2026-03-29T01:30+01:00 2026-03-29T03:00+02:00~ 2026-03-29T03:30+02:00
          30 2 * * *   | Europe/Berlin       | 2026-10-24T12:00Z | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00 2026-10-27T02:30+01:00
          30 * * * *   | Europe/Berlin       | 2026-10-25T00:00Z | 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-25T03:30+01:00
          0 2 * * *    | Europe/Berlin       | 2026-10-24T12:00Z | 2026-10-25T02:00+02:00 2026-10-26T02:00+01:00 2026-10-27T02:00+01:00
          0 3 * * *    | Europe/Berlin       | 2026-10-24T12:00Z | 2026-10-25T03:00+01:00 2026-10-26T03:00+01:00 2026-10-27T03:00+01:00
          15 2 * * *   | America/New_York    | 2026-03-08T05:00Z | 2026-03-08T03:00-04:00! 2026-03-09T02:15-04:00 2026-03-10T02:15-04:00
          15 1 * * *   | America/New_York    | 2026-10-31T12:00Z | 2026-11-01T01:15-04:00 2026-11-02T01:15-05:00 2026-11-03T01:15-05:00
          15 * * * *   | America/New_York    | 2026-11-01T05:00Z | 2026-11-01T01:15-04:00 2026-11-01T01:15-05:00 2026-11-01T02:15-05:00
          15 2 * * *   | Australia/Lord_Howe | 2026-10-03T12:00Z | 2026-10-04T02:30+11:00! 2026-10-05T02:15+11:00 2026-10-06T02:15+11:00
          15 * * * *   | Australia/Lord_Howe | 2026-10-03T14:30Z | 2026-10-04T01:15+10:30 2026-10-04T02:30+11:00~ 2026-10-04T03:15+11:00
          45 1 * * *   | Australia/Lord_Howe | 2026-04-04T12:00Z | 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30 2026-04-07T01:45+10:30
          45 * * * *   | Australia/Lord_Howe | 2026-04-04T14:30Z | 2026-04-05T01:45+11:00 2026-04-05T01:45+10:30 2026-04-05T02:45+10:30
          """)
  void changesOfTheClockAreAsWritten(String cron, String zone, String after, String wanted) {
    List<String> found =
        times(cron, ZoneId.of(zone), null, null)
            .between(OffsetDateTime.parse(after).toInstant(), Instant.MAX, 3)
            .stream()
            .map(time -> text(time, ZoneId.of(zone)))
            .toList();
    assertThat(String.join(" ", found)).isEqualTo(wanted);
  }

  /** With ! for a time that fires for others that do not exist, ~ for one that does not fire. */
  private static String text(FireTime time, ZoneId zone) {
    String mark = time.gap() == null ? "" : time.fires() ? "!" : "~";
    return time.at().atZone(zone).toOffsetDateTime() + mark;
  }

  @Test
  void theLibraryAgreesWithBruteForceOnRandomCrons() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ZoneId utc = ZoneId.of("UTC");
    Instant start = Instant.parse("2026-01-31T00:00:00Z");
    Instant end = Instant.parse("2026-03-08T00:00:00Z");
    for (int i = 0; i < 30; i++) {
      String cron = randomCron(random);
      assertThat(firing(cron, utc, start, end))
          .as(cron + " (seed " + seed + ")")
          .containsExactlyElementsOf(BruteForce.of(cron, utc).between(start, end));
    }
  }

  private static String randomCron(Random random) {
    return String.join(
        " ",
        random.nextBoolean() ? "*/" + (30 + random.nextInt(29)) : field(random, 0, 59),
        field(random, 0, 23),
        field(random, 1, 31),
        field(random, 1, 12),
        field(random, 0, 7));
  }

  private static String field(Random random, int min, int max) {
    int one = min + random.nextInt(max - min + 1);
    int other = one + random.nextInt(max - one + 1);
    return switch (random.nextInt(5)) {
      case 0 -> String.valueOf(one);
      case 1 -> one + "," + other;
      case 2 -> one + "-" + other;
      // a step wider than its field is refused
      case 3 -> "*/" + (2 + random.nextInt(Math.min(max - min, 9) - 1));
      default -> "*";
    };
  }

  @Test
  void startAndEndBoundThem() {
    Instant start = Instant.parse("2026-05-01T10:00:00Z");
    Instant end = Instant.parse("2026-05-01T13:00:00Z");
    FireTimes times = times("0 * * * *", ZoneId.of("UTC"), start, end);
    assertThat(times.between(Instant.EPOCH, Instant.MAX, 10))
        .extracting(FireTime::at)
        .containsExactly(start, start.plusSeconds(3600), start.plusSeconds(7200));
    assertThat(times.next(end)).isEmpty();
  }

  @Test
  void aCronThatIsOverEnds() {
    FireTimes times = times("0 30 23 31 12 ? 2026", ZoneId.of("Europe/Berlin"), null, null);
    assertThat(times.between(Instant.EPOCH, Instant.MAX, 10))
        .extracting(FireTime::at)
        .containsExactly(Instant.parse("2026-12-31T22:30:00Z"));
    assertThat(times("0 0 30 2 *", ZoneId.of("Europe/Berlin"), null, null).next(Instant.EPOCH))
        .isEmpty();
  }

  /** Both day fields must match here, and no such day ever comes, or hardly one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 31 2 */2 | 0",
        "0 0 30 2 */7 | 0",
        "0 0 31 4,6 */3 | 0",
        // Sundays: 2032, 2060, 2088
        "0 0 29 2 */7 | 3"
      })
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theSearchForADayThatNeverComesEnds(String cron, int times) {
    assertThat(
            times(cron, ZoneId.of("Europe/Berlin"), null, null)
                .between(Instant.parse("2026-01-01T00:00:00Z"), Instant.MAX, 10))
        .hasSize(times);
  }

  @Test
  void zonesThatGaveUpADayLoseNothing() {
    ZoneId samoa = ZoneId.of("Pacific/Apia");
    List<Instant> found =
        firing(
            "0 12 * * *",
            samoa,
            Instant.parse("2011-12-29T00:00:00Z"),
            Instant.parse("2011-12-31T12:00:00Z"));
    // 30 December 2011 did not exist there: its noon is midnight of the 31st
    assertThat(found)
        .extracting(at -> at.atZone(samoa).toOffsetDateTime().toString())
        .containsExactly(
            "2011-12-29T12:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00");
  }

  private static List<Instant> firing(String cron, ZoneId zone, Instant after, Instant upTo) {
    List<Instant> firing = new ArrayList<>();
    for (FireTime time : times(cron, zone, null, null).between(after, upTo, 1_000_000)) {
      if (time.fires()) {
        firing.add(time.at());
      }
    }
    assertThat(Set.copyOf(firing)).hasSameSizeAs(firing);
    return firing;
  }

  private static FireTimes times(
      String cron, ZoneId zone, @Nullable Instant start, @Nullable Instant end) {
    return new FireTimes(Cron.of(cron), zone, start, end);
  }
}
