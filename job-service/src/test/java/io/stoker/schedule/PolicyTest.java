package io.stoker.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.run.RunState;
import io.stoker.run.ScheduledRuns.Open;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration MISSED_AFTER = Duration.ofSeconds(60);

  /**
   * Due times are given by their age in seconds, oldest first; g is one that does not exist. They
   * are R run, M missed, P paused, O overlap, W too many waiting, H held, G gap.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # catch-up| overlap | paused | open  | room | due               | wanted
          NONE      | ALLOW   | false  | false | 9    | 0                 | R
          NONE      | ALLOW   | false  | false | 9    | 60                | R
          NONE      | ALLOW   | false  | false | 9    | 61                | M
          NONE      | ALLOW   | false  | false | 9    | 300 200 100 59 1  | M M M R R
          LAST      | ALLOW   | false  | false | 9    | 300 200 100       | M M R
          LAST      | ALLOW   | false  | false | 9    | 300 200 100 1     | M M M R
          ALL:2     | ALLOW   | false  | false | 9    | 300 200 100       | M R R
          ALL:2     | ALLOW   | false  | false | 9    | 300 200 100 1     | M M R R
          ALL:100   | ALLOW   | false  | false | 9    | 300 200 100 1     | R R R R
          ALL:100   | ALLOW   | true   | false | 9    | 300 1             | P P
          LAST      | QUEUE   | true   | true  | 0    | 1                 | P
          LAST      | SKIP    | false  | true  | 9    | 300 200           | M O
          LAST      | SKIP    | false  | true  | 9    | 1                 | O
          LAST      | SKIP    | false  | false | 9    | 2 1               | R O
          ALL:100   | SKIP    | false  | false | 9    | 300 200 100       | R O O
          LAST      | ALLOW   | false  | true  | 9    | 2 1               | R R
          LAST      | QUEUE   | false  | true  | 9    | 2 1               | R R
          LAST      | ALLOW   | false  | false | 0    | 1                 | W
          LAST      | ALLOW   | false  | false | 2    | 3 2 1 0           | R R W W
          NONE      | QUEUE   | false  | true  | 0    | 1                 | W
          LAST      | SKIP    | false  | true  | 0    | 1                 | O
          ALL:100   | ALLOW   | false  | false | 2    | 3 2 1 0           | R R H H
          ALL:2     | ALLOW   | false  | false | 0    | 300 200 100       | M H H
          LAST      | ALLOW   | false  | false | 9    | g                 | G
          LAST      | ALLOW   | true   | false | 9    | g                 | P
          LAST      | ALLOW   | false  | false | 9    | 100 g             | R G
          """)
  void everyDueTimeIsJudged(
      String catchUp,
      Overlap overlap,
      boolean paused,
      boolean open,
      int room,
      String due,
      String wanted) {
    List<FireTime> times = Arrays.stream(due.split(" ", -1)).map(PolicyTest::time).toList();
    Policy policy =
        new Policy(
            schedule(catchUp(catchUp), overlap, paused),
            NOW,
            MISSED_AFTER,
            new Policy.Load(
                open ? new Open(UUID.randomUUID(), RunState.RUNNING) : null, 10 - room, 10),
            catchUp.startsWith("ALL"));

    List<String> verdicts = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      int later = (int) times.subList(i + 1, times.size()).stream().filter(FireTime::fires).count();
      Verdict verdict = policy.judge(times.get(i), later);
      verdicts.add(letter(verdict));
      if (verdict instanceof Verdict.Run) {
        policy.started(UUID.randomUUID());
      }
    }
    assertThat(String.join(" ", verdicts)).isEqualTo(wanted);
  }

  private static String letter(Verdict verdict) {
    if (verdict instanceof Verdict.Skip skip) {
      assertThat(skip.reason().message()).isNotBlank().endsWith(".");
      return Map.of(
              Policy.MISSED, "M",
              Policy.PAUSED, "P",
              Policy.OVERLAP, "O",
              Policy.TOO_MANY_WAITING, "W",
              Policy.DST_GAP, "G")
          .getOrDefault(skip.reason().code(), skip.reason().code());
    }
    return verdict instanceof Verdict.Run ? "R" : "H";
  }

  private static FireTime time(String age) {
    if (age.equals("g")) {
      LocalDateTime gone = LocalDateTime.parse("2026-03-29T02:00:00");
      return new FireTime(NOW, false, new FireTime.Gap(gone, gone.plusHours(1)));
    }
    return new FireTime(NOW.minusSeconds(Long.parseLong(age)), true, null);
  }

  private static CatchUp catchUp(String text) {
    return switch (text) {
      case "NONE" -> CatchUp.none();
      case "LAST" -> CatchUp.last();
      default -> CatchUp.all(Integer.parseInt(text.substring("ALL:".length())));
    };
  }

  private static Schedule schedule(CatchUp catchUp, Overlap overlap, boolean paused) {
    ScheduleSpec spec =
        new ScheduleSpec(
            null, Cron.of("* * * * *"), ZoneId.of("UTC"), null, null, Map.of(), catchUp, overlap);
    UUID id = UUID.randomUUID();
    return new Schedule(id, id, 1, spec, paused, NOW, NOW, "ada", NOW, NOW);
  }
}
