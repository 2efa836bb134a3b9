package io.stoker.database;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A migrated database that tests have one after the other. What one leaves is taken out before the
 * next has it, which costs a small part of a new database. A test that changes the schema makes
 * {@linkplain TestDatabase one of its own}.
 */
public final class LentDatabase implements AutoCloseable {
  private static final Queue<TestDatabase> FREE = new ConcurrentLinkedQueue<>();

  /** What the migrations themselves put into tables is kept beside them. */
  private static final String KEEP_ROWS =
      """
      create schema pristine;
      do $$
      declare
        name text;
        filled boolean;
      begin
        for name in
          select tablename from pg_tables
          where schemaname = 'public' and tablename <> 'flyway_schema_history'
        loop
          execute format('select exists (select from public.%I)', name) into filled;
          if filled then
            execute format('create table pristine.%I as table public.%1$I', name);
          end if;
        end loop;
      end $$;
      """;

  /** Nobody of the test before may still write; foreign keys need no order in replica mode. */
  private static final String RESTORE_ROWS =
      """
      select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid();
      set session_replication_role = replica;
      do $$
      declare
        name text;
      begin
        for name in
          select tablename from pg_tables
          where schemaname = 'public' and tablename <> 'flyway_schema_history'
        loop
          execute format('delete from public.%I', name);
        end loop;
        for name in select tablename from pg_tables where schemaname = 'pristine' loop
          execute format(
            'insert into public.%I overriding system value select * from pristine.%1$I', name);
        end loop;
      end $$;
      """;

  private final TestDatabase database;

  private LentDatabase(TestDatabase database) {
    this.database = database;
  }

  /** One that nobody else has, as the migrations leave it. */
  public static LentDatabase take() {
    TestDatabase used = FREE.poll();
    if (used != null) {
      used.executeAsSuperuser(RESTORE_ROWS);
      return new LentDatabase(used);
    }
    TestDatabase made = TestDatabase.create();
    made.executeAsSuperuser(KEEP_ROWS);
    return new LentDatabase(made);
  }

  public TestDatabase database() {
    return database;
  }

  /** Gives it back; connections that are still open are broken off. */
  @Override
  public void close() {
    FREE.add(database);
  }
}
