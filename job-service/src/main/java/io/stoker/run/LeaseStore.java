package io.stoker.run;

import static io.stoker.run.AttemptStore.LIVE;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Leases of attempts, counted in ticks of platform uptime: a driver's own words renew them (see
 * {@link AttemptStore}), and until it speaks its node's.
 */
@Component
class LeaseStore {
  // Grace for slow starts: until the driver itself speaks, its node speaks for it, but not for
  // ever.
  // It is renewed every few ticks only, so that a report seldom needs the attempt's row lock.
  private static final String NODE_SPEAKS =
      """
      update attempt
      set last_seen_tick = (select ticks from platform_clock)
      where fence = :fence and state in ('ASSIGNED', 'STARTING')
        and last_seen_tick < (select ticks from platform_clock) - 5
        and progress_number = 0
        and not exists (
          select from assignment a
          where a.fence = attempt.fence and a.kind = 'DRIVER'
            and a.offered_tick < (select ticks from platform_clock) - %d)
      """
          .formatted(Duration.ofMinutes(30).toSeconds());

  private static final String SILENT =
      """
      select fence from attempt
      where last_seen_tick < (select ticks from platform_clock) - :lease and %s
      """
          .formatted(LIVE);

  private static final String IS_SILENT =
      """
      select last_seen_tick < (select ticks from platform_clock) - :lease
      from attempt
      where fence = :fence
      """;

  private final JdbcClient jdbc;

  LeaseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void nodeSpeaks(long fence) {
    jdbc.sql(NODE_SPEAKS).param("fence", fence).update();
  }

  /** Live attempts without a sign of life for more than this many ticks. */
  List<Long> silent(long leaseTicks) {
    return jdbc.sql(SILENT).param("lease", leaseTicks).query(Long.class).list();
  }

  boolean isSilent(long fence, long leaseTicks) {
    return jdbc.sql(IS_SILENT)
        .param("fence", fence)
        .param("lease", leaseTicks)
        .query(Boolean.class)
        .single();
  }
}
