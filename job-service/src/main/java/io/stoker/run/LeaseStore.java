package io.stoker.run;

import static io.stoker.run.AttemptStore.LIVE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Leases of attempts, counted in ticks of platform uptime: a driver's own words renew them (see
 * {@link AttemptStore}), and until it speaks its node's. While more nodes are missed than heard
 * (see {@link PlatformClock}) no lease ends: few could be given the work, and who is cut off works
 * on. When enough are heard again all have a whole lease to be heard too. There is an end to that
 * where a driver that has heard nothing has stopped itself.
 */
@Component
class LeaseStore {
  // Grace for slow starts: until the driver itself speaks, its node speaks for it, but not for
  // ever. It is renewed every few ticks only, so that a report seldom needs the attempt's row lock.
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

  private static final String IS_OVER =
      """
      (last_seen_tick < ticks - :lease and (unheard_tick < ticks - :lease
                                            or last_seen_tick < ticks - :stopped))
      """;

  private static final String SILENT =
      "select fence from attempt, platform_clock where %s and %s".formatted(IS_OVER, LIVE);

  private static final String SILENCE =
      """
      select ticks - last_seen_tick from attempt, platform_clock
      where fence = :fence and
      """
          + IS_OVER;

  private final JdbcClient jdbc;

  LeaseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void nodeSpeaks(long fence) {
    jdbc.sql(NODE_SPEAKS).param("fence", fence).update();
  }

  /**
   * Live attempts whose leases are over.
   *
   * @param leaseTicks without a sign of life
   * @param stoppedTicks after which a driver that hears nothing has stopped itself
   */
  List<Long> silent(long leaseTicks, long stoppedTicks) {
    return jdbc.sql(SILENT)
        .param("lease", leaseTicks)
        .param("stopped", stoppedTicks)
        .query(Long.class)
        .list();
  }

  /** For how many ticks an attempt has been silent; empty while its lease is not over. */
  Optional<Long> silence(long fence, long leaseTicks, long stoppedTicks) {
    return jdbc.sql(SILENCE)
        .param("fence", fence)
        .param("lease", leaseTicks)
        .param("stopped", stoppedTicks)
        .query(Long.class)
        .optional();
  }
}
