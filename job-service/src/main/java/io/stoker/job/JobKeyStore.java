package io.stoker.job;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Idempotency keys that stand for jobs. */
@Repository
class JobKeyStore {

  /** What a key stands for. */
  record Use(UUID jobId, boolean sameBody) {}

  private final JdbcClient jdbc;

  JobKeyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Use> find(IdempotencyKey key, byte[] bodyHash) {
    return jdbc.sql(
            """
            select job_id, body_hash = :hash same_body from idempotency_key
             where scope = :scope and key = :key and job_id is not null
            """)
        .param("scope", key.scope())
        .param("key", key.key())
        .param("hash", bodyHash)
        .query(Use.class)
        .optional();
  }

  /** Keeps a key; false when it stands for something already. */
  boolean insert(IdempotencyKey key, byte[] bodyHash, UUID jobId) {
    return jdbc.sql(
                """
                insert into idempotency_key (scope, key, body_hash, job_id)
                values (:scope, :key, :hash, :job)
                on conflict (scope, key) do nothing
                """)
            .param("scope", key.scope())
            .param("key", key.key())
            .param("hash", bodyHash)
            .param("job", jobId)
            .update()
        == 1;
  }
}
