package io.stoker.database;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty, migrated database for one test. All of them live in one real PostgreSQL server per JVM,
 * which goes away with it. It is of the embedded version, or of the one that the system property
 * {@code postgres.major} names.
 *
 * @param url JDBC address
 */
public record TestDatabase(String url, String username, String password) {
  private static final int MAJOR = Integer.getInteger("postgres.major", 18);
  private static final String ROLE = "stoker";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Set<Integer> PREPARED = ConcurrentHashMap.newKeySet();

  /** A new one, copied from a template that was migrated once. */
  public static TestDatabase create() {
    return create(MAJOR);
  }

  /** As {@link #create()}, on a server of another version. */
  public static TestDatabase create(int major) {
    TestServer server = TestServer.ofMajor(major);
    prepare(server, major);
    return create(server, "migrated");
  }

  /** A new one with nothing in it, owned by the role {@code stoker}. */
  public static TestDatabase empty(int major) {
    TestServer server = TestServer.ofMajor(major);
    prepare(server, major);
    return create(server, "template1");
  }

  /** A new one as a data source without a pool. */
  public static DataSource fresh() {
    return create().dataSource();
  }

  /** Opens a new connection at each call. */
  public DataSource dataSource() {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(username);
    source.setPassword(password);
    return source;
  }

  /** Runs statements as the superuser. */
  void executeAsSuperuser(String... statements) {
    TestServer.ofMajor(MAJOR).executeIn(url.substring(url.lastIndexOf('/') + 1), statements);
  }

  private static synchronized void prepare(TestServer server, int major) {
    if (!PREPARED.add(major)) {
      return;
    }
    server.execute(
        "create role %s login password '%s'".formatted(ROLE, server.password()),
        "create database migrated owner " + ROLE);
    Flyway.configure().dataSource(server.url("migrated"), ROLE, server.password()).load().migrate();
  }

  private static TestDatabase create(TestServer server, String template) {
    String name = "test_" + NUMBER.incrementAndGet();
    server.execute("create database %s owner %s template %s".formatted(name, ROLE, template));
    return new TestDatabase(server.url(name), ROLE, server.password());
  }
}
