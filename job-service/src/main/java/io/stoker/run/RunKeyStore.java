package io.stoker.run;

import io.stoker.job.IdempotencyKey;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows of idempotency keys: which run a key stands for. */
@Component
class RunKeyStore {
  private static final String FIND =
      """
      select run_id, body_hash = :bodyHash same_body from idempotency_key
      where scope = :scope and key = :key and run_id is not null
      """;

  private static final String TAKE =
      """
      insert into idempotency_key (scope, key, body_hash, run_id)
      values (:scope, :key, :bodyHash, :run)
      on conflict (scope, key) do nothing
      """;

  private final JdbcClient jdbc;

  RunKeyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a key was used for. */
  record Use(UUID runId, boolean sameBody) {}

  Optional<Use> find(IdempotencyKey key, byte[] bodyHash) {
    return jdbc.sql(FIND)
        .param("scope", key.scope())
        .param("key", key.key())
        .param("bodyHash", bodyHash)
        .query(Use.class)
        .optional();
  }

  /** Makes a key stand for a run; false when it stands for something already. */
  boolean take(IdempotencyKey key, byte[] bodyHash, UUID run) {
    return jdbc.sql(TAKE)
            .param("scope", key.scope())
            .param("key", key.key())
            .param("bodyHash", bodyHash)
            .param("run", run)
            .update()
        == 1;
  }
}
