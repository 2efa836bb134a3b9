package io.stoker.run;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows of idempotency keys: which run a key stands for, and the body that it came with. */
@Component
class IdempotencyKeys {
  private static final String TAKE =
      """
      insert into idempotency_key (scope, key, body_hash, run_id)
      values (:scope, :key, :bodyHash, :run)
      on conflict do nothing
      """;

  private final JdbcClient jdbc;

  IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a key was used for. */
  record Used(UUID run, String bodyHash) {}

  Optional<Used> find(String scope, String key) {
    return jdbc.sql("select * from idempotency_key where scope = :scope and key = :key")
        .param("scope", scope)
        .param("key", key)
        .query(
            (row, index) ->
                new Used(
                    row.getObject("run_id", UUID.class),
                    HexFormat.of().formatHex(row.getBytes("body_hash"))))
        .optional();
  }

  /** Makes a key stand for a run; false when somebody else has taken it. */
  boolean take(String scope, Idempotency idempotency, UUID run) {
    return jdbc.sql(TAKE)
            .param("scope", scope)
            .param("key", idempotency.key())
            .param("bodyHash", HexFormat.of().parseHex(idempotency.bodyHash()))
            .param("run", run)
            .update()
        == 1;
  }
}
