package io.stoker.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.run.Bench;
import io.stoker.run.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event logs are kept as long as it is set, and no longer. */
class EventLogSweepTest {
  private final Bench bench = Bench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anEventLogGoesWhenItsAttemptEndedLongAgo() throws IOException {
    long fence = bench.runningOnItsNode();
    Path log = write(bench.attempt(fence).applicationId());
    sweep();
    assertThat(log).as("of a live attempt").exists();
    assertThat(bench.part(EventLogs.class).exists(bench.attempt(fence).applicationId())).isTrue();
    assertThat(bench.part(EventLogs.class).uri()).endsWith("/event-logs/");

    bench.attempts.failure(fence, new Reason("X", "x"), null, true);
    sweep();
    assertThat(log).as("not old").exists();

    endedDaysAgo(fence, 31);
    sweep();
    assertThat(log).as("its driver may write yet").exists();

    bench.nodeHasNothingLeftOf(fence);
    endedDaysAgo(fence, 29);
    sweep();
    assertThat(log).as("kept for 30 days").exists();

    endedDaysAgo(fence, 31);
    sweep();
    assertThat(log).doesNotExist();
    assertThat(bench.part(EventLogs.class).exists(bench.attempt(fence).applicationId())).isFalse();
  }

  /** The database may be an older copy than storage. */
  @Test
  void whatNoKnownAttemptHasWrittenGoesByItsAge(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("precious"), "x");
    Path unknown = write(UUID.randomUUID() + "-987654");
    Path odd = write("odd");
    Path link = Files.createSymbolicLink(unknown.resolveSibling("link"), elsewhere);
    sweep();
    assertThat(unknown).exists();
    assertThat(odd).exists();

    FileTime old = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    Files.setLastModifiedTime(unknown, old);
    Files.setLastModifiedTime(odd, old);
    sweep();
    assertThat(unknown).doesNotExist();
    assertThat(odd).doesNotExist();
    assertThat(link.resolve("precious")).exists();
  }

  /**
   * Goes red when a fence alone says whose log it is: a restored database deals fences out again.
   */
  @Test
  void theFenceOfAnotherRunIsNoReasonToKeepALog() throws IOException {
    long fence = bench.runningOnItsNode();
    Path other = write(UUID.randomUUID() + "-" + fence);
    Files.setLastModifiedTime(other, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    sweep();
    assertThat(other).doesNotExist();
  }

  /** Results need the room: the oldest of ended attempts go first, what is written to never. */
  @Test
  void beyondTheirQuotaTheOldestGoFirst() throws IOException {
    Path first = write(UUID.randomUUID() + "-987651");
    Path second = write(UUID.randomUUID() + "-987652");
    Path third = write(UUID.randomUUID() + "-987653");
    Path live = write(bench.attempt(bench.runningOnItsNode()).applicationId());
    lastWritten(first, "2001-01-02T00:00:00Z");
    lastWritten(second, "2001-01-01T00:00:00Z");
    long all = bench.part(EventLogs.class).size();

    quota(all);
    assertThat(second).as("within the quota").exists();
    quota(all - 1);
    assertThat(second).doesNotExist();
    assertThat(first).as("one was enough").exists();
    quota(0);
    assertThat(first).doesNotExist();
    assertThat(third).as("of this hour").exists();
    assertThat(live).exists();
  }

  private void quota(long bytes) {
    EventLogSettings settings = new EventLogSettings(true, Duration.ofDays(30), bytes);
    new EventLogQuota(bench.part(EventLogs.class), bench.part(EndedEventLogs.class), settings)
        .run();
  }

  private static void lastWritten(Path log, String moment) throws IOException {
    FileTime time = FileTime.from(Instant.parse(moment));
    Files.setLastModifiedTime(log.resolve("events_1"), time);
    Files.setLastModifiedTime(log, time);
  }

  private void sweep() {
    bench.part(EventLogSweep.class).run();
  }

  private void endedDaysAgo(long fence, int days) {
    bench
        .jdbc
        .sql(
            """
            update attempt set finished_at = clock_timestamp() - make_interval(days => :days)
            where fence = :fence
            """)
        .param("days", days)
        .param("fence", fence)
        .update();
  }

  private Path write(String application) throws IOException {
    Path log =
        Files.createDirectories(
            bench.storage.path("event-logs").resolve("eventlog_v2_" + application));
    Files.writeString(log.resolve("events_1"), "{}");
    return log;
  }
}
