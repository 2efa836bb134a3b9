package io.stoker.allocation;

import static java.util.stream.Collectors.toMap;

import io.stoker.cluster.AllocationLock;
import io.stoker.cluster.ClusterSettings;
import io.stoker.cluster.NodePython;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.placement.Placement;
import io.stoker.run.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a pass reads and writes beside assignments. */
@Repository
class AllocationStore {
  private static final String OWNS = "a.state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING')";

  /** Owns its capacity and is to go on doing so. */
  private static final String GOES_ON = OWNS + " and a.desired = 'RUN' and a.stop_due_tick is null";

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final AllocationSettings settings;
  private final ClusterSettings cluster;

  AllocationStore(JdbcClient jdbc, AllocationSettings settings, ClusterSettings cluster) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.cluster = cluster;
  }

  /** One pass at a time, on whichever server; held until the transaction ends. */
  void lock() {
    AllocationLock.take(jdbc);
  }

  /** A node rests while there are others. */
  Rooms rooms() {
    List<Room> rooms = allRooms();
    if (rooms.stream().noneMatch(Room::isOpen)) {
      rooms.forEach(Room::rouse);
    }
    return new Rooms(rooms);
  }

  private List<Room> allRooms() {
    return jdbc.sql(
            """
                select n.id, n.name, n.host, n.state, n.storage_shared, n.runtime_digest,
                       n.java_major, n.labels, n.python, %s as resting,
                       n.state = 'UNREACHABLE'
                         and n.last_seen_tick < (select ticks from platform_clock) - :dead as dead,
                       n.cores_milli - coalesce(sum(a.cores_milli), 0) as cores,
                       n.memory_bytes - coalesce(sum(a.memory_bytes), 0) as memory,
                       coalesce(sum(a.memory_bytes) filter (where a.kind = 'HISTORY_SERVER'), 0) as history
                from node n left join assignment a on a.node_id = n.id and %s
                where n.state <> 'REMOVED'
                group by n.id
                order by n.name
                """
                .formatted(NodesAtFault.RESTS, OWNS))
        .param("dead", cluster.lostAfterTicks())
        .query((row, number) -> room(row).with(row.getLong("history")).dead(row.getBoolean("dead")))
        .list();
  }

  /** Every node that is not removed, as if nothing ran on it. */
  Rooms idleRooms() {
    return new Rooms(
        jdbc.sql(
                """
                select id, name, host, state, storage_shared, runtime_digest, java_major,
                       labels, python, false as resting, cores_milli as cores, memory_bytes as memory
                from node where state <> 'REMOVED' order by name
                """)
            .query((row, number) -> room(row).hoping())
            .list());
  }

  /** Attempts whose driver is to go on, those of the oldest runs first. */
  List<OpenAttempt> attempts() {
    Map<Long, Present> present = present();
    return jdbc.sql(
            """
            select a.fence, t.run_id, run.queue, a.node_id, a.cores_milli, a.memory_bytes, a.heap_bytes,
                   a.held_cores_milli, a.held_memory_bytes, a.held_executors,
                   a.executor_placement,
                   coalesce(a.runtime_digest, n.runtime_digest) as runtime_digest,
                   coalesce(a.java_major, n.java_major) as java_major,
                   array(select distinct e.node_id from assignment e
                         where e.fence = a.fence and e.never_registered
                           and (e.exited_at > clock_timestamp() - interval '15 minutes'
                                or e.exited_at is null)) as unregistered
            from assignment a
            join node n on n.id = a.node_id
            join attempt t on t.fence = a.fence
            join run on run.id = t.run_id
            where a.kind = 'DRIVER' and %s
            order by t.run_id
            """
                .formatted(GOES_ON))
        .query(
            (row, number) ->
                new OpenAttempt(
                    row.getLong("fence"),
                    row.getObject("run_id", UUID.class),
                    row.getString("queue"),
                    row.getObject("node_id", UUID.class),
                    runtime(row),
                    new ProcessNeed(
                        row.getLong("cores_milli"),
                        row.getLong("heap_bytes"),
                        row.getLong("memory_bytes")),
                    new PlacementNeed(
                        new ProcessNeed(
                            row.getLong("held_cores_milli"), 0, row.getLong("held_memory_bytes")),
                        placement(row.getString("executor_placement"))),
                    row.getInt("held_executors"),
                    present.getOrDefault(row.getLong("fence"), Present.NONE),
                    Set.of((UUID[]) row.getArray("unregistered").getArray())))
        .list();
  }

  /**
   * Notes which attempts have no executor and find no room for one.
   *
   * @return for how many ticks this has been so, by fence
   */
  Map<Long, Long> stuck(Collection<Long> fences) {
    return since("stuck_since_tick", fences);
  }

  /** The same for those that have more executors than they should. */
  Map<Long, Long> inSurplus(Collection<Long> fences) {
    return since("surplus_since_tick", fences);
  }

  /**
   * Notes which attempts lack executors that no node could hold.
   *
   * @return for how many ticks this has been so, by fence
   */
  Map<Long, Long> misfits(Collection<Long> fences) {
    return since("misfit_since_tick", fences);
  }

  private Map<Long, Long> since(String column, Collection<Long> fences) {
    Long[] all = fences.toArray(Long[]::new);
    jdbc.sql(
            """
            update attempt set %1$s = null
            where %1$s is not null and fence <> all(:fences)
            """
                .formatted(column))
        .param("fences", all)
        .update();
    Map<Long, Long> ticks = new HashMap<>();
    jdbc.sql(
            """
            update attempt
            set %1$s = coalesce(%1$s, (select ticks from platform_clock))
            where fence = any(:fences)
            returning fence, (select ticks from platform_clock) - %1$s as ticks
            """
                .formatted(column))
        .param("fences", all)
        .query((RowCallbackHandler) row -> ticks.put(row.getLong("fence"), row.getLong("ticks")));
    return ticks;
  }

  /** Says why executors of an attempt are not placed; null when all are. */
  void explainExecutors(long fence, @Nullable Reason why) {
    jdbc.sql(
            """
            update attempt set executors_waiting = :why, executors_waiting_code = :code
            where fence = :fence
              and (executors_waiting, executors_waiting_code) is distinct from (:why, :code)
            """)
        .param("fence", fence)
        .param("why", why == null ? null : why.message(), Types.VARCHAR)
        .param("code", why == null ? null : why.code(), Types.VARCHAR)
        .update();
  }

  /**
   * Executors that count: what a silent node has, or one that is being emptied, is replaced, though
   * it goes on owning its room.
   */
  private Map<Long, Present> present() {
    Map<Long, List<Present.Some>> present = new HashMap<>();
    jdbc.sql(
            """
            select a.fence, a.profile_id, a.node_id, count(*) as count, sum(a.cores_milli) as cores,
                   sum(a.memory_bytes) as memory,
                   count(*) filter (where a.idle_since_tick is null) as working,
                   count(*) filter (where a.idle_since_tick is not null
                                            and %s >= :idle) as idle
            from assignment a
            join node n on n.id = a.node_id
            join attempt t on t.fence = a.fence
            where a.kind = 'EXECUTOR' and n.state <> 'UNREACHABLE'
              and a.decommission_reason is null and %s
            group by a.fence, a.profile_id, a.node_id
            """
                .formatted(Idling.ticks(settings), GOES_ON))
        .param("idle", settings.idleTicks())
        .query(
            row -> {
              present
                  .computeIfAbsent(row.getLong("fence"), any -> new ArrayList<>())
                  .add(
                      new Present.Some(
                          row.getInt("profile_id"),
                          row.getObject("node_id", UUID.class),
                          row.getInt("count"),
                          row.getLong("cores"),
                          row.getLong("memory"),
                          row.getInt("working"),
                          row.getInt("idle")));
            });
    return present.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, some -> new Present(some.getValue())));
  }

  private static SparkRuntime runtime(ResultSet row) throws SQLException {
    return new SparkRuntime(row.getString("runtime_digest"), row.getInt("java_major"));
  }

  private static Placement placement(@Nullable String text) {
    return text == null ? Placement.ANYWHERE : JSON.readValue(text, Placement.class);
  }

  private static Room room(ResultSet row) throws SQLException {
    return new Room(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("host"),
        NodeState.valueOf(row.getString("state")),
        row.getBoolean("storage_shared"),
        runtime(row),
        JSON.readValue(row.getString("labels"), LABELS),
        NodePython.stored(row.getString("python")),
        row.getBoolean("resting"),
        row.getLong("cores"),
        row.getLong("memory"));
  }
}
