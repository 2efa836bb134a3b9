package io.stoker.database;

import java.nio.file.Path;

/** The program of a child JVM that starts an embedded PostgreSQL and then only waits. */
final class PostgresStarter {
  private PostgresStarter() {}

  /** Takes the directory and that of the programs; says on standard output when it is ready. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]), 0, Path.of(args[1]));
    System.out.println("ready " + postgres.pid());
    Thread.currentThread().join();
  }
}
