package io.stoker.queue;

import java.sql.ResultSet;
import java.sql.SQLException;

/** How the columns of a queue's row read. */
public final class QueueRow {
  private QueueRow() {}

  public static QueueSpec spec(ResultSet row) throws SQLException {
    return new QueueSpec(
        row.getString("name"),
        row.getInt("share_milli"),
        row.getObject("max_cores_milli", Long.class),
        row.getObject("max_memory_bytes", Long.class),
        row.getInt("priority"),
        row.getObject("max_running", Integer.class),
        row.getObject("max_waiting", Integer.class),
        row.getBoolean("preemption"));
  }
}
