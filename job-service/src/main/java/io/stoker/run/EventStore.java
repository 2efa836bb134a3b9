package io.stoker.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Rows of events; their numbers have no gap because a run's row hands them out. */
@Component
class EventStore {
  private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

  // taken under the run's row lock, which the update holds until the event is committed with it
  private static final String NEXT_NUMBER =
      "update run set last_event = last_event + 1 where id = :run returning last_event";

  private static final String INSERT =
      """
      insert into event (run_id, number, type, state, reason_code, reason_message, data)
      values (:run, :number, :type, :state, :code, :message, :data::jsonb)
      """;

  private static final String AFTER =
      """
      select * from event
      where run_id = :run and number > :after
      order by number
      limit :limit
      """;

  private final JdbcClient jdbc;

  EventStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  int nextNumber(UUID run) {
    return jdbc.sql(NEXT_NUMBER).param("run", run).query(Integer.class).single();
  }

  void insert(
      UUID run,
      int number,
      String type,
      RunState state,
      @Nullable Reason reason,
      Map<String, ?> data) {
    jdbc.sql(INSERT)
        .param("run", run)
        .param("number", number)
        .param("type", type)
        .param("state", state.name())
        .param("code", reason == null ? null : reason.code())
        .param("message", reason == null ? null : reason.message())
        .param("data", Json.write(data))
        .update();
  }

  List<RunEvent> after(UUID run, int after, int limit) {
    return jdbc.sql(AFTER)
        .param("run", run)
        .param("after", after)
        .param("limit", limit)
        .query(EventStore::event)
        .list();
  }

  private static RunEvent event(ResultSet row, int index) throws SQLException {
    return new RunEvent(
        row.getInt("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("type"),
        RunState.valueOf(row.getString("state")),
        RunStore.reason(row),
        Json.read(row.getString("data"), DATA));
  }
}
