package io.stoker.acceptance.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What stands in the database, read by no code of the platform's and by no line of faults. */
final class Facts {
  static final Set<String> LIVE = Set.of("ASSIGNED", "STARTING", "RUNNING", "COMMITTING");
  static final Set<String> TERMINAL =
      Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT", "SKIPPED");

  private final String url;
  private final String username;
  private final String password;
  private final AtomicLong passed = new AtomicLong();

  Facts(String url, String username, String password) {
    this.url = url;
    this.username = username;
    this.password = password;
  }

  record Run(
      UUID id,
      String state,
      @Nullable String reason,
      int attempts,
      int maxAttempts,
      int lastEvent) {
    boolean isOver() {
      return TERMINAL.contains(state);
    }
  }

  record Attempt(
      long fence,
      UUID run,
      String step,
      int number,
      String state,
      String directory,
      Instant createdAt,
      @Nullable Instant finishedAt) {}

  record Event(UUID run, int number, String type, String state, @Nullable Long fence) {}

  record Result(UUID run, String step, long fence, String manifest) {}

  record Assignment(
      UUID id,
      UUID node,
      long fence,
      String kind,
      String state,
      long coresMilli,
      long memoryBytes,
      @Nullable Integer exitCode,
      Instant createdAt,
      @Nullable Instant exitedAt) {
    boolean isOpen() {
      return !state.equals("EXITED") && !state.equals("LOST");
    }
  }

  record Node(UUID id, String name, String state, long coresMilli, long memoryBytes) {}

  /** Makes one thing of one row. */
  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  List<Run> runs() {
    return list(
        "select id, state, reason_code, attempts, max_attempts, last_event from run order by id",
        row ->
            new Run(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                row.getInt(6)));
  }

  Run run(UUID id) {
    return runs().stream().filter(run -> run.id().equals(id)).findFirst().orElseThrow();
  }

  List<Attempt> attempts() {
    return list(
        """
        select fence, run_id, step, number, state, output_directory, created_at, finished_at
        from attempt order by run_id, step, number
        """,
        row ->
            new Attempt(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                instant(row, 7),
                nullableInstant(row, 8)));
  }

  List<Event> events() {
    return list(
        """
        select run_id, number, type, state, cast(data ->> 'fence' as bigint)
        from event order by run_id, number
        """,
        row ->
            new Event(
                row.getObject(1, UUID.class),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, Long.class)));
  }

  List<Result> results() {
    return list(
        "select run_id, step, fence, manifest from result",
        row ->
            new Result(
                row.getObject(1, UUID.class), row.getString(2), row.getLong(3), row.getString(4)));
  }

  List<Assignment> assignments() {
    return list(
        """
        select id, node_id, fence, kind, state, cores_milli, memory_bytes, exit_code, created_at,
               exited_at
        from assignment order by created_at
        """,
        row ->
            new Assignment(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getObject(8, Integer.class),
                instant(row, 9),
                nullableInstant(row, 10)));
  }

  List<Node> nodes() {
    return list(
        "select id, name, state, cores_milli, memory_bytes from node",
        row ->
            new Node(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5)));
  }

  /** Nodes that may take work and are not only there to have joined. */
  long readyNodes() {
    return list(
            """
            select count(*) from node
            where state = 'READY' and storage_shared and cores_milli >= 1000
              and last_report_at > clock_timestamp() - interval '5 seconds'
            """,
            row -> row.getLong(1))
        .get(0);
  }

  /** How often a node of this name has registered; 0 when there is none. */
  long epochs(String node) {
    return list(
            "select coalesce(max(epoch), 0) from node where state <> 'REMOVED' and name = '"
                + node
                + "'",
            row -> row.getLong(1))
        .get(0);
  }

  /** The fence of a run's live attempt in this state; null when there is none. */
  @Nullable Long liveFence(UUID run, String state) {
    return attempts().stream()
        .filter(attempt -> attempt.run().equals(run) && attempt.state().equals(state))
        .map(Attempt::fence)
        .findFirst()
        .orElse(null);
  }

  /** Lets seconds of platform uptime pass at once. */
  void pass(int ticks) {
    passed.addAndGet(ticks);
    change("update platform_clock set ticks = ticks + " + ticks);
  }

  /** How many seconds {@link #pass} has let pass in all. */
  long passed() {
    return passed.get();
  }

  /** The platform's clock. */
  long ticks() {
    return list("select ticks from platform_clock", row -> row.getLong(1)).get(0);
  }

  /** Changes what the platform wrote. */
  void change(String sql) {
    try (Connection connection = DriverManager.getConnection(url, username, password);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private <T> List<T> list(String sql, Row<T> one) {
    try (Connection connection = DriverManager.getConnection(url, username, password);
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (row.next()) {
        all.add(one.of(row));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant nullableInstant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
