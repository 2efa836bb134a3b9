package io.stoker.database;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own with its data kept safe, for a platform that has none.
 *
 * <p>It outlives the process that started it, even a killed one, and the next start adopts it; only
 * {@link #stop} ends it. While this object is open no other process can start or stop the same
 * directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** Crash recovery on a loaded machine may take this long. */
  private static final Duration START = Duration.ofMinutes(2);

  private static final Duration FAST_STOP = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);
  private static final Duration ORPHANS_GONE = Duration.ofSeconds(10);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Between choosing a free port and listening on it another process may take it. */
  private static final int PORT_TRIES = 5;

  private final PostgresLayout layout;
  private final PostgresBinaries binaries;
  private final DirectoryLock lock;
  private final boolean adopted;
  private volatile Postmaster postmaster;

  private EmbeddedPostgres(PostgresLayout layout, PostgresBinaries binaries, int port)
      throws IOException {
    this.layout = layout;
    this.binaries = binaries;
    this.lock = DirectoryLock.take(layout.lock());
    try {
      Optional<Postmaster> running = prepareData();
      this.adopted = running.isPresent();
      this.postmaster = running.isPresent() ? adopt(running.get()) : startNew(port);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Starts the server of a directory, or adopts the one that still runs there.
   *
   * @param directory made when it is missing; holds data, log, passwords and programs
   * @param port on 127.0.0.1, or 0 for a free one; a server that still runs keeps its port
   * @throws DatabaseException when it cannot run; the message says why and what to do
   */
  public static EmbeddedPostgres start(Path directory, int port) {
    return start(directory, port, directory.resolve("binaries"));
  }

  /**
   * As {@link #start(Path, int)}, with PostgreSQL's programs unpacked elsewhere, so that several
   * servers may share them.
   */
  public static EmbeddedPostgres start(Path directory, int port, Path binaries) {
    try {
      PostgresLayout layout = PostgresLayout.create(directory);
      return new EmbeddedPostgres(
          layout, PostgresBinaries.unpackInto(binaries.toAbsolutePath()), port);
    } catch (IOException e) {
      throw new DatabaseException("PostgreSQL in %s: %s".formatted(directory, e), e);
    }
  }

  /** Whether a server of this directory runs, whoever started it. */
  public static boolean isRunning(Path directory) {
    try {
      return Files.exists(directory)
          && Postmaster.of(new PostgresLayout(directory.toRealPath()).data()).isPresent();
    } catch (IOException e) {
      throw new DatabaseException("PostgreSQL in %s: %s".formatted(directory, e), e);
    }
  }

  /**
   * Stops the server of a directory without having started it.
   *
   * @return whether one ran
   * @throws DatabaseException when a process that uses it still lives, or when it does not end
   */
  public static boolean stop(Path directory) {
    if (!Files.exists(directory)) {
      return false;
    }
    try {
      var layout = new PostgresLayout(directory.toRealPath());
      DirectoryLock lock = DirectoryLock.take(layout.lock());
      try {
        Optional<Postmaster> running = Postmaster.of(layout.data());
        running.ifPresent(EmbeddedPostgres::shutDown);
        return running.isPresent();
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new DatabaseException("PostgreSQL in %s: %s".formatted(directory, e), e);
    }
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d/stoker".formatted(port());
  }

  public String username() {
    return "stoker";
  }

  public String password() {
    return secret(layout.password());
  }

  public int port() {
    return postmaster.port();
  }

  /** Whether it ran already when this object was made. */
  public boolean adopted() {
    return adopted;
  }

  String superuserPassword() {
    return secret(layout.superuserPassword());
  }

  long pid() {
    return postmaster.pid();
  }

  /** Starts it again on the same port if its process is gone. Cheap when it lives. */
  public synchronized void ensureRunning() {
    if (postmaster.isAlive()) {
      return;
    }
    log.warn("PostgreSQL (pid {}) is gone; starting it again", postmaster.pid());
    try {
      Optional<Postmaster> running = prepareData();
      postmaster = running.isPresent() ? adopt(running.get()) : startNew(postmaster.port());
    } catch (IOException e) {
      throw new DatabaseException("PostgreSQL in %s: %s".formatted(layout.directory(), e), e);
    }
  }

  /** Stops the server: connections are cut, everything committed is safe. */
  public synchronized void stop() {
    shutDown(postmaster);
    lock.close();
  }

  /** Lets go of the directory; the server goes on. */
  @Override
  public synchronized void close() {
    lock.close();
  }

  private Optional<Postmaster> prepareData() throws IOException {
    if (!Files.exists(layout.data())) {
      new NewCluster(layout, binaries).create();
      return Optional.empty();
    }
    requireOurMajor();
    Optional<Postmaster> running = Postmaster.of(layout.data());
    if (running.isEmpty()) {
      discardStalePidFile();
    }
    return running;
  }

  private void requireOurMajor() throws IOException {
    String major =
        Files.readString(layout.data().resolve("PG_VERSION"), StandardCharsets.US_ASCII).strip();
    if (!major.equals(PostgresBinaries.MAJOR)) {
      throw new DatabaseException(
          "%s belongs to PostgreSQL %s, this Stoker brings %s."
                  .formatted(layout.data(), major, PostgresBinaries.MAJOR)
              + " Dump it with the Stoker that made it and restore it here, or move it away to"
              + " start empty.");
    }
  }

  /**
   * PostgreSQL refuses to start when the number in the file is in use by any process, and removing
   * the file under a live server would ruin the data: so first make sure that none is left.
   */
  private void discardStalePidFile() throws IOException {
    Path data = layout.data();
    if (!Patience.until(() -> processesOf(data).isEmpty(), ORPHANS_GONE)) {
      throw new DatabaseException(
          "Processes %s of an earlier PostgreSQL still work in %s. End them, then start again."
              .formatted(processesOf(data), data));
    }
    Files.deleteIfExists(Postmaster.pidFile(data));
  }

  private static List<Long> processesOf(Path data) {
    try {
      return Postmaster.processesOf(data);
    } catch (IOException e) {
      throw new DatabaseException("Cannot read /proc", e);
    }
  }

  private Postmaster adopt(Postmaster running) {
    if (!Patience.until(() -> !running.isAlive() || answers(running), START)
        || !running.isAlive()) {
      throw new DatabaseException(
          "PostgreSQL (pid %d) in %s runs but does not answer. Its log ends:\n%s"
              .formatted(running.pid(), layout.directory(), layout.logTail()));
    }
    log.info("Adopted PostgreSQL, pid {}, port {}", running.pid(), running.port());
    return running;
  }

  private Postmaster startNew(int configuredPort) throws IOException {
    if (configuredPort != 0) {
      requireFree(configuredPort);
      return launch(configuredPort);
    }
    for (int tries = 1; ; tries++) {
      int port = PortHolder.anyFree(LOOPBACK);
      try {
        return launch(port);
      } catch (DatabaseException e) {
        if (tries == PORT_TRIES || PortHolder.isFree(LOOPBACK, port)) {
          throw e;
        }
        log.info("Port {} was taken meanwhile", port);
      }
    }
  }

  private static void requireFree(int port) {
    if (!PortHolder.isFree(LOOPBACK, port)) {
      throw new DatabaseException(
          "PostgreSQL's port %d is held by %s. End that, or choose another port."
              .formatted(port, PortHolder.describe(port)));
    }
  }

  private Postmaster launch(int port) throws IOException {
    layout.rollLog();
    Process process = Command.unprivileged(serverCommand(port)).detach(layout.log());
    var started = new Postmaster(process.pid(), layout.data(), port);
    boolean ready =
        Patience.until(() -> !process.isAlive() || answers(started), START) && process.isAlive();
    if (!ready) {
      process.destroyForcibly();
      throw new DatabaseException(
          "PostgreSQL in %s did not start. Its log ends:\n%s"
              .formatted(layout.directory(), layout.logTail()));
    }
    log.info("Started PostgreSQL, pid {}, port {}", started.pid(), port);
    return started;
  }

  /** On the command line the settings cannot be changed by a file or a statement. */
  private List<String> serverCommand(int port) {
    return List.of(
        binaries.program("postgres").toString(),
        "-D",
        layout.data().toString(),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "port=" + port,
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=on",
        "-c",
        "synchronous_commit=on",
        "-c",
        "full_page_writes=on",
        "-c",
        "password_encryption=scram-sha-256",
        "-c",
        "timezone=UTC",
        "-c",
        "log_timezone=UTC");
  }

  /** Our password is known to our server only, so an answer also proves whose server it is. */
  private boolean answers(Postmaster server) {
    var properties = new Properties();
    properties.setProperty("user", username());
    properties.setProperty("password", password());
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "10");
    String url = "jdbc:postgresql://127.0.0.1:%d/stoker".formatted(server.port());
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }

  private static void shutDown(Postmaster server) {
    if (!server.isAlive()) {
      return;
    }
    server.signal("INT");
    if (Patience.until(() -> !server.isAlive(), FAST_STOP)) {
      return;
    }
    log.warn("PostgreSQL (pid {}) does not stop; stopping it at once", server.pid());
    server.signal("QUIT");
    if (!Patience.until(() -> !server.isAlive(), IMMEDIATE_STOP)) {
      throw new DatabaseException(
          "PostgreSQL (pid %d) in %s does not end. End it with kill -9 %d."
              .formatted(server.pid(), server.data(), server.pid()));
    }
  }

  private static String secret(Path file) {
    try {
      return PostgresLayout.readSecret(file);
    } catch (IOException e) {
      throw new DatabaseException("Cannot read " + file, e);
    }
  }
}
