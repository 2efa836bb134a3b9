package io.stoker.run;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Statements of the allocation pass over runs and attempts. */
@Component
class QueueStore {
  // skip locked: the pass never waits for a run that somebody is changing, it comes again
  private static final String WAITING =
      """
      select * from run
      where state = 'QUEUED' or (state = 'RETRY_WAIT' and next_attempt_at <= clock_timestamp())
      order by id
      limit :limit
      for no key update skip locked
      """;

  private static final String DEMANDING =
      """
      select attempt.*
      from run join attempt on attempt.run_id = run.id
      where run.state in ('STARTING', 'RUNNING', 'COMMITTING')
        and attempt.state in ('ASSIGNED', 'STARTING', 'RUNNING', 'COMMITTING')
        and attempt.demand is not null
      order by attempt.fence
      for no key update of run skip locked
      """;

  private static final String SECRETS =
      """
      select token, auth_secret from attempt
      where fence = :fence and state in ('ASSIGNED', 'STARTING', 'RUNNING', 'COMMITTING')
      """;

  private final JdbcClient jdbc;

  QueueStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What only the nodes of an attempt may know. */
  record Secrets(String token, String authSecret) {
    @Override
    public String toString() {
      return "Secrets[…]";
    }
  }

  List<Run> waiting(int limit) {
    return jdbc.sql(WAITING).param("limit", limit).query(RunStore::run).list();
  }

  List<Attempt> demanding() {
    return jdbc.sql(DEMANDING).query(AttemptStore::attempt).list();
  }

  Optional<Secrets> secrets(long fence) {
    return jdbc.sql(SECRETS)
        .param("fence", fence)
        .query((row, index) -> new Secrets(row.getString("token"), row.getString("auth_secret")))
        .optional();
  }

  String nodeName(UUID node) {
    return jdbc.sql("select name from node where id = :id")
        .param("id", node)
        .query(String.class)
        .single();
  }
}
