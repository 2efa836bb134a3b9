package io.stoker.cluster;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The first locks of a transaction that changes an attempt's processes: its run, then itself.
 * Whatever else touches these rows locks them in this order too, before any assignment.
 */
final class AttemptLock {
  private AttemptLock() {}

  static void take(JdbcClient jdbc, long fence) {
    jdbc.sql(
            """
            select id from run where id = (select run_id from attempt where fence = :fence)
            for no key update
            """)
        .param("fence", fence)
        .query(UUID.class)
        .optional();
    jdbc.sql("select fence from attempt where fence = :fence for no key update")
        .param("fence", fence)
        .query(Long.class)
        .optional();
  }
}
