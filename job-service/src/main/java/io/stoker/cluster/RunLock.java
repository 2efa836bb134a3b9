package io.stoker.cluster;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first lock of a transaction that changes an attempt's processes. */
final class RunLock {
  private RunLock() {}

  static void take(JdbcClient jdbc, long fence) {
    jdbc.sql(
            """
            select id from run where id = (select run_id from attempt where fence = :fence)
            for no key update
            """)
        .param("fence", fence)
        .query(UUID.class)
        .optional();
  }
}
