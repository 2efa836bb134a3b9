package io.stoker.cluster;

import static io.stoker.cluster.AssignmentStore.OPEN;

import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Statements by which it is known who speaks as a node, and who else is at its address. */
@Repository
class IdentityStore {
  private final JdbcClient jdbc;

  IdentityStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A node as its last registration left it.
   *
   * @param homeId null when that did not say
   * @param silentTicks since it was last heard
   */
  record Known(
      String name,
      NodeState state,
      String host,
      String bootId,
      @Nullable String homeId,
      String runtimeDigest,
      int javaMajor,
      long silentTicks) {

    /** Whether its service comes up with another Spark or Java. */
    boolean isUpgradedBy(NodeFacts facts) {
      return !runtimeDigest.equals(facts.runtimeDigest()) || javaMajor != facts.javaMajor();
    }

    /** Whether these facts come from the very home, in the same boot of its machine. */
    boolean isHomeOf(NodeFacts facts) {
      String home = facts.homeId();
      return bootId.equals(facts.bootId())
          && (homeId == null || home == null || homeId.equals(home));
    }
  }

  /** Locks the node's row, so that of two who register at once the second sees the first. */
  Known lock(UUID id) {
    return jdbc.sql(
            """
            select n.name, n.state, n.host, n.boot_id, n.home_id, n.runtime_digest, n.java_major,
                   (select ticks from platform_clock) - n.last_seen_tick as silent
            from node n where n.id = :id for no key update
            """)
        .param("id", id)
        .query(
            (row, number) ->
                new Known(
                    row.getString("name"),
                    NodeState.valueOf(row.getString("state")),
                    row.getString("host"),
                    row.getString("boot_id"),
                    row.getString("home_id"),
                    row.getString("runtime_digest"),
                    row.getInt("java_major"),
                    row.getLong("silent")))
        .single();
  }

  /** Whether processes are, or may be, on the node. */
  boolean hasProcesses(UUID id) {
    return jdbc.sql("select exists (select 1 from assignment where node_id = :id and " + OPEN + ")")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** Lets no other node come to this address until the transaction is over. */
  void lockHost(String host) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('node at ' || lower(:host), 0))")
        .param("host", host)
        .query(row -> {});
  }

  /**
   * The name of a node at this address that was heard of late.
   *
   * @param but this one; null: any
   * @param ticks how late
   */
  Optional<String> heardAt(String host, @Nullable UUID but, int ticks) {
    return jdbc.sql(
            """
            select name from node
            where lower(host) = lower(:host) and state <> 'REMOVED'
              and last_seen_tick >= (select ticks from platform_clock) - :ticks
              and (cast(:but as uuid) is null or id <> :but)
            order by name limit 1
            """)
        .param("host", host)
        .param("ticks", ticks)
        .param("but", but, Types.OTHER)
        .query(String.class)
        .optional();
  }
}
