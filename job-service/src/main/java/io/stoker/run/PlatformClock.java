package io.stoker.run;

import io.stoker.cluster.ClusterSettings;
import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counts seconds of platform uptime: however many servers do this, the row grows by at most one a
 * second, and it stands still while none is up. It also keeps the last second in which more nodes
 * were missed than heard: then it is the way to the platform that is cut, and not a driver that is
 * silent. A node on the server's own machine is heard through every cut.
 */
@Repository
class PlatformClock implements PeriodicDuty {
  // The next second counts from the last one's due time, so that a late look does not lose a bit of
  // each second; after a pause it counts from now. A clock that was set back must not stop it, nor
  // make a node heard whose last report is in the future since.
  // Nodes report every two seconds. One that is drained may be off, and one that was not heard for
  // so long that it must have stopped everything has nobody whose silence it could excuse.
  private static final String TICK =
      """
      update platform_clock
      set ticks = ticks + 1,
          unheard_tick = case
            when (select count(*) filter (where heard)
                         >= greatest(1, count(*) filter (where expected and not heard))
                  from (select coalesce(last_report_at between clock_timestamp()
                                            - interval '10 seconds' and clock_timestamp(),
                                        false) as heard,
                               state <> 'DRAINED' and last_seen_tick >= ticks - :lost as expected
                        from node where state <> 'REMOVED') nodes)
              then unheard_tick
            else ticks + 1 end,
          ticked_at = case
            when ticked_at between clock_timestamp() - interval '2 seconds' and clock_timestamp()
              then ticked_at + interval '1 second'
            else clock_timestamp() end
      where ticked_at <= clock_timestamp() - interval '1 second'
         or ticked_at > clock_timestamp() + interval '1 second'
      """;

  private final JdbcClient jdbc;
  private final ClusterSettings cluster;

  PlatformClock(JdbcClient jdbc, ClusterSettings cluster) {
    this.jdbc = jdbc;
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "platform-clock";
  }

  @Override
  public Duration every() {
    return Duration.ofMillis(250);
  }

  @Override
  public void run() {
    jdbc.sql(TICK).param("lost", cluster.lostAfterTicks()).update();
  }
}
