package io.stoker.run;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The orders to end that stand in the rows of runs. */
@Component
class EndingStore {
  // the caller holds the run's lock; the first order stands
  private static final String BEGIN =
      """
      update run
      set ending_state = :state,
          ending_code = :code,
          ending_message = :message,
          ending_due_tick = :ticks + (select ticks from platform_clock),
          reason_code = :meanwhile,
          reason_message = :meanwhileMessage
      where id = :id and ending_state is null and state in ('STARTING', 'RUNNING', 'COMMITTING')
      """;

  private static final String OPEN =
      """
      select id from run
      where ending_state is not null and state in ('STARTING', 'RUNNING', 'COMMITTING')
      order by id
      """;

  private static final String FIND =
      """
      select ending_state, ending_code, ending_message,
             ending_due_tick <= (select ticks from platform_clock) as due
      from run
      where id = :id and ending_state is not null
      """;

  private final JdbcClient jdbc;

  EndingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An order that was given.
   *
   * @param due whether it is time to end without proof
   */
  record Ordered(RunState state, Reason reason, boolean due) {}

  void begin(UUID run, Ending ending, String meanwhile, int ticks) {
    jdbc.sql(BEGIN)
        .param("id", run)
        .param("state", ending.state().name())
        .param("code", ending.reason().code())
        .param("message", ending.reason().message())
        .param("ticks", ticks)
        .param("meanwhile", ending.meanwhile())
        .param("meanwhileMessage", meanwhile)
        .update();
  }

  /** Runs that are ending. */
  List<UUID> open() {
    return jdbc.sql(OPEN).query(UUID.class).list();
  }

  /** The order that a run was given; empty when it was given none. */
  Optional<Ordered> find(UUID run) {
    return jdbc.sql(FIND)
        .param("id", run)
        .query(
            (row, index) ->
                new Ordered(
                    RunState.valueOf(row.getString("ending_state")),
                    new Reason(row.getString("ending_code"), row.getString("ending_message")),
                    row.getBoolean("due")))
        .optional();
  }
}
