package io.stoker.schedule;

import io.stoker.job.IdempotencyKey;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Idempotency keys that stand for schedules. */
@Repository
class ScheduleKeyStore {

  /** What a key stands for. */
  record Use(UUID scheduleId, boolean sameBody) {}

  private final JdbcClient jdbc;

  ScheduleKeyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Use> find(IdempotencyKey key, byte[] bodyHash) {
    return jdbc.sql(
            """
            select schedule_id, body_hash = :hash same_body from idempotency_key
             where scope = :scope and key = :key and schedule_id is not null
            """)
        .param("scope", key.scope())
        .param("key", key.key())
        .param("hash", bodyHash)
        .query(Use.class)
        .optional();
  }

  /** Makes a key stand for a schedule; false when it stands for something already. */
  boolean take(IdempotencyKey key, byte[] bodyHash, UUID schedule) {
    return jdbc.sql(
                """
                insert into idempotency_key (scope, key, body_hash, schedule_id)
                values (:scope, :key, :hash, :schedule)
                on conflict (scope, key) do nothing
                """)
            .param("scope", key.scope())
            .param("key", key.key())
            .param("hash", bodyHash)
            .param("schedule", schedule)
            .update()
        == 1;
  }
}
