package io.stoker.cluster;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The first lock of all, of whoever gives room to processes or takes nodes from those who do: one
 * at a time, on whichever server, until its transaction ends.
 */
public final class AllocationLock {
  private AllocationLock() {}

  public static void take(JdbcClient jdbc) {
    jdbc.sql("select id from allocation_lock for update").query(Boolean.class).single();
  }
}
