package io.stoker.cluster;

import static io.stoker.cluster.AssignmentStore.OPEN;

import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which processes have readers of what they are writing. Nodes send logs seldom, and these soon;
 * reader and node may speak with two servers.
 */
@Repository
public class FollowedLogs {
  private static final int TICKS = 30;

  /** Readers ask each second; a row that is written as often would be in the way of others. */
  private static final int RENEWED_AFTER_TICKS = 10;

  /** A reader waits for nobody: of a row that somebody holds it is noted the next time. */
  private static final String FOLLOW =
      """
      update assignment
      set followed_tick = (select ticks from platform_clock)
      where id in (
        select id from assignment
        where fence = :fence and executor_id is not distinct from :executor and %s
          and (followed_tick is null
               or followed_tick < (select ticks from platform_clock) - %d)
        for update skip locked)
      """
          .formatted(OPEN, RENEWED_AFTER_TICKS);

  private static final String OF_NODE =
      """
      select id from assignment
      where node_id = :node and %s
        and followed_tick >= (select ticks from platform_clock) - %d
      """
          .formatted(OPEN, TICKS);

  private final JdbcClient jdbc;

  FollowedLogs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Somebody has read what there is of a process that may write on.
   *
   * @param executor null for the driver
   */
  public void follow(long fence, @Nullable Integer executor) {
    jdbc.sql(FOLLOW).param("fence", fence).param("executor", executor, Types.INTEGER).update();
  }

  /** The assignments of a node of which somebody has read not long ago. */
  public List<UUID> of(UUID nodeId) {
    return jdbc.sql(OF_NODE).param("node", nodeId).query(UUID.class).list();
  }
}
