package io.stoker.cluster;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Statements on nodes. */
@Repository
class NodeStore {
  private static final String NODES =
      """
      select n.*, n.drain_deadline_tick - (select ticks from platform_clock) as drain_seconds,
             u.cores, u.memory, u.drivers, u.executors
      from node n cross join lateral (
        select coalesce(sum(a.cores_milli), 0) as cores, coalesce(sum(a.memory_bytes), 0) as memory,
               count(*) filter (where a.kind = 'DRIVER') as drivers,
               count(*) filter (where a.kind = 'EXECUTOR') as executors
        from assignment a where a.node_id = n.id and a.%s) u
      """
          .formatted(AssignmentStore.OPEN);

  private final JdbcClient jdbc;

  NodeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a report means for its node. */
  enum Heartbeat {
    /** Not newer than the last one. */
    OLD,
    TAKEN,
    /** The node could not be given work before this report, and now can. */
    CAN_TAKE_WORK_AGAIN
  }

  /** A node by its place in the guard of a report. */
  private record Standing(
      long epoch, long number, NodeState state, boolean storageShared, NodePython python) {}

  /** A node that bears a name. */
  record Namesake(UUID id, NodeState state, String bootId) {}

  UUID insert(NodeFacts facts, byte[] credentialHash) {
    return facts(
            jdbc.sql(
                """
                insert into node (name, host, state, cores_milli, memory_bytes, labels, boot_id, home_id,
                  credential_hash, java_major, spark_version, runtime_digest, memory_enforcement,
                  python, last_seen_tick)
                values (:name, :host, 'READY', :cores, :memory, cast(:labels as jsonb), :boot, :home,
                  :hash, :java, :spark, :digest, :enforcement, cast(:python as jsonb), (select ticks from platform_clock))
                returning id
                """),
            facts)
        .param("hash", credentialHash)
        .query(UUID.class)
        .single();
  }

  /** The node of that name that is not removed, locked. */
  Optional<Namesake> lockNamed(String name) {
    return jdbc.sql(
            """
            select id, state, boot_id from node where name = :name and state <> 'REMOVED'
            for no key update
            """)
        .param("name", name)
        .query(
            (row, number) ->
                new Namesake(
                    row.getObject("id", UUID.class),
                    NodeState.valueOf(row.getString("state")),
                    row.getString("boot_id")))
        .optional();
  }

  /** The node that has joined with this credential, by this token. */
  Optional<UUID> joined(byte[] credentialHash, UUID tokenId) {
    return jdbc.sql(
            """
            select n.id from node n
            where n.credential_hash = :hash and n.state <> 'REMOVED'
              and exists (select 1 from join_token t
                          where t.id = :token and (t.kind = 'BOOTSTRAP' or t.consumed_by = n.id))
            """)
        .param("hash", credentialHash)
        .param("token", tokenId)
        .query(UUID.class)
        .optional();
  }

  /** Begins a new epoch of a node that the caller has locked, and may register. */
  long beginEpoch(UUID id, NodeFacts facts) {
    return facts(
            jdbc.sql(
                """
                update node
                set epoch = epoch + 1, report_number = 0, host = :host, boot_id = :boot, home_id = :home,
                    cores_milli = :cores, memory_bytes = :memory, labels = cast(:labels as jsonb),
                    java_major = :java, spark_version = :spark, runtime_digest = :digest,
                    memory_enforcement = :enforcement, python = cast(:python as jsonb),
                    storage_shared = false, shuffle_server = null, last_seen_tick = (select ticks from platform_clock),
                    state = case when drain_until_start and state in ('DRAINING', 'DRAINED') then 'READY'
                                 when state <> 'UNREACHABLE' then state
                                 when drain_started_at is null or drain_until_start then 'READY'
                                 else 'DRAINING' end,
                    drain_started_at = case when not drain_until_start then drain_started_at end,
                    drain_drivers = case when not drain_until_start then drain_drivers end,
                    drain_reason = case when not drain_until_start then drain_reason end,
                    drain_deadline_tick = case when not drain_until_start then drain_deadline_tick end,
                    drain_until_start = false
                where id = :id
                returning epoch
                """),
            facts)
        .param("id", id)
        .query(Long.class)
        .single();
  }

  /** Takes a sign of life; the caller's transaction keeps the node's row locked. */
  Heartbeat heartbeat(UUID id, Report report) {
    Standing standing = lockStanding(id);
    if (standing.epoch() != report.epoch() || standing.state() == NodeState.REMOVED) {
      throw fenced(report.epoch(), standing.epoch());
    }
    if (report.number() <= standing.number()) {
      return Heartbeat.OLD;
    }
    jdbc.sql(
            """
            update node
            set report_number = :number, storage_shared = :shared,
                python = coalesce(cast(:python as jsonb), python),
                shuffle_server = cast(:shuffle as jsonb),
                last_seen_tick = (select ticks from platform_clock),
                last_report_at = clock_timestamp(),
                state = case when state <> 'UNREACHABLE' then state
                             when drain_started_at is null then 'READY'
                             else 'DRAINING' end
            where id = :id
            """)
        .param("id", id)
        .param("number", report.number())
        .param("shared", report.storageShared())
        .param("python", json(report.python()), Types.VARCHAR)
        .param("shuffle", json(report.shuffleServer()), Types.VARCHAR)
        .update();
    boolean again =
        standing.state() == NodeState.UNREACHABLE
            || (report.python() != null && !report.python().equals(standing.python()))
            || (report.storageShared() && !standing.storageShared());
    return again ? Heartbeat.CAN_TAKE_WORK_AGAIN : Heartbeat.TAKEN;
  }

  /**
   * The version of what a node should run.
   *
   * @throws StokerException FENCED when the epoch is not the node's
   */
  long desiredVersion(UUID id, long epoch) {
    return jdbc.sql(
            """
            select desired_version from node
            where id = :id and epoch = :epoch and state <> 'REMOVED'
            """)
        .param("id", id)
        .param("epoch", epoch)
        .query(Long.class)
        .optional()
        .orElseThrow(
            () ->
                new StokerException(
                    ErrorCode.FENCED,
                    "Epoch %d of this node is over: register again.".formatted(epoch)));
  }

  /** Marks the nodes that have not reported for a while; returns their names. */
  List<String> markUnreachable(int afterTicks) {
    return jdbc.sql(
            """
            update node set state = 'UNREACHABLE'
            where state in ('READY', 'DRAINING') and last_seen_tick < (select ticks from platform_clock) - :ticks
            returning name
            """)
        .param("ticks", afterTicks)
        .query(String.class)
        .list();
  }

  /** Removes a node that is in one of two states; false when it is in neither. */
  boolean remove(UUID id, NodeState one, NodeState other) {
    return jdbc.sql(
                """
                update node
                set state = 'REMOVED', removed_at = clock_timestamp(),
                    http_port = null, http_secret = null
                where id = :id and state in (:one, :other)
                """)
            .param("id", id)
            .param("one", one.name())
            .param("other", other.name())
            .update()
        == 1;
  }

  /** Nodes that are not removed, newest first. */
  List<Node> list(@Nullable UUID before, int limit) {
    return jdbc.sql(
            NODES
                + """
                where n.state <> 'REMOVED' and (cast(:before as uuid) is null or n.id < :before)
                order by n.id desc limit :limit
                """)
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query((row, number) -> node(row))
        .list();
  }

  Optional<Node> find(UUID id) {
    return jdbc.sql(NODES + "where n.id = :id")
        .param("id", id)
        .query((row, number) -> node(row))
        .optional();
  }

  private Standing lockStanding(UUID id) {
    return jdbc.sql(
            """
            select epoch, report_number, state, storage_shared, python from node where id = :id
            for no key update
            """)
        .param("id", id)
        .query(
            (row, number) ->
                new Standing(
                    row.getLong("epoch"),
                    row.getLong("report_number"),
                    NodeState.valueOf(row.getString("state")),
                    row.getBoolean("storage_shared"),
                    python(row)))
        .single();
  }

  private static StokerException fenced(long said, long current) {
    return new StokerException(
        ErrorCode.FENCED,
        "Epoch %d of this node is over, the current one is %d: register again."
            .formatted(said, current));
  }

  private static JdbcClient.StatementSpec facts(
      JdbcClient.StatementSpec statement, NodeFacts facts) {
    return statement
        .param("name", facts.name())
        .param("host", facts.host())
        .param("boot", facts.bootId())
        .param("home", facts.homeId(), Types.VARCHAR)
        .param("cores", facts.coresMilli())
        .param("memory", facts.memoryBytes())
        .param("labels", JsonMapper.shared().writeValueAsString(facts.labels()))
        .param("java", facts.javaMajor())
        .param("spark", facts.sparkVersion())
        .param("digest", facts.runtimeDigest())
        .param("enforcement", facts.memoryEnforcement())
        .param("python", json(facts.python()));
  }

  private static @Nullable String json(@Nullable Object said) {
    return said == null ? null : JsonMapper.shared().writeValueAsString(said);
  }

  private static NodePython python(ResultSet row) throws SQLException {
    return NodePython.stored(row.getString("python"));
  }

  /** The label of that name of each node that has one, by its host and by its name. */
  Map<String, String> byHost(String label) {
    Map<String, String> values = new HashMap<>();
    jdbc.sql(
            """
            select host, name, labels ->> :label as value from node
            where state <> 'REMOVED' and labels ->> :label is not null
            order by name
            """)
        .param("label", label)
        .query(
            row -> {
              values.put(row.getString("name"), row.getString("value"));
              values.put(row.getString("host"), row.getString("value"));
            });
    return values;
  }

  private static @Nullable Drain drain(ResultSet row) throws SQLException {
    Timestamp started = row.getTimestamp("drain_started_at");
    Long seconds = row.getObject("drain_seconds", Long.class);
    return started == null
        ? null
        : new Drain(
            row.getString("drain_reason"),
            Drain.Drivers.valueOf(row.getString("drain_drivers")),
            started.toInstant(),
            seconds == null ? null : Math.max(0, seconds),
            row.getBoolean("drain_until_start"));
  }

  private static Node node(ResultSet row) throws SQLException {
    Map<String, String> labels =
        JsonMapper.shared()
            .readValue(row.getString("labels"), new TypeReference<Map<String, String>>() {});
    Timestamp lastReport = row.getTimestamp("last_report_at");
    return new Node(
        row.getObject("id", UUID.class),
        new NodeFacts(
            row.getString("name"),
            row.getString("host"),
            row.getString("boot_id"),
            row.getString("home_id"),
            row.getLong("cores_milli"),
            row.getLong("memory_bytes"),
            labels,
            row.getInt("java_major"),
            row.getString("spark_version"),
            row.getString("runtime_digest"),
            row.getString("memory_enforcement"),
            python(row)),
        NodeState.valueOf(row.getString("state")),
        row.getLong("epoch"),
        row.getBoolean("storage_shared"),
        new Node.Used(
            row.getLong("cores"),
            row.getLong("memory"),
            row.getInt("drivers"),
            row.getInt("executors")),
        NodeShuffleServer.stored(row.getString("shuffle_server")),
        drain(row),
        row.getTimestamp("joined_at").toInstant(),
        lastReport == null ? null : lastReport.toInstant());
  }
}
