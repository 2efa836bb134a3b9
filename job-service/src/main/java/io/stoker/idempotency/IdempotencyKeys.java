package io.stoker.idempotency;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys that were used, and what the requests with them made. A request without a key repeats
 * nothing: it finds nothing and takes nothing.
 */
@Repository
public class IdempotencyKeys {

  /** What requests make. */
  public enum Made {
    JOB("job_id"),
    RUN("run_id"),
    SCHEDULE("schedule_id"),
    QUEUE("queue_entry");

    private final String column;

    Made(String column) {
      this.column = column;
    }
  }

  private record Use(UUID id, boolean sameBody) {}

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final JdbcClient jdbc;

  IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What the first request with a key made; empty when this is the first.
   *
   * @param request what is asked for, as a value that has a JSON text
   * @throws StokerException IDEMPOTENCY_KEY_REUSED when the first asked for something else
   */
  public Optional<UUID> find(Made made, @Nullable IdempotencyKey key, Object request) {
    if (key == null) {
      return Optional.empty();
    }
    Optional<Use> use =
        jdbc.sql(
                """
                select %1$s id, body_hash = :body same_body from idempotency_key
                where scope = :scope and key = :key and %1$s is not null
                """
                    .formatted(made.column))
            .param("scope", key.scope())
            .param("key", key.key())
            .param("body", hash(request))
            .query(Use.class)
            .optional();
    if (use.isPresent() && !use.get().sameBody()) {
      throw reused();
    }
    return use.map(Use::id);
  }

  /**
   * Makes a key stand for what was made, in the caller's transaction; false when it stands for
   * something already.
   */
  public boolean take(Made made, @Nullable IdempotencyKey key, Object request, UUID id) {
    return key == null
        || jdbc.sql(
                    """
                    insert into idempotency_key (scope, key, body_hash, %s)
                    values (:scope, :key, :body, :id)
                    on conflict (scope, key) do nothing
                    """
                        .formatted(made.column))
                .param("scope", key.scope())
                .param("key", key.key())
                .param("body", hash(request))
                .param("id", id)
                .update()
            == 1;
  }

  /** SHA-256 of the one text that equal values have. */
  private static byte[] hash(Object request) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(request));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  /** What to tell whose key stands for another request. */
  public static StokerException reused() {
    return new StokerException(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        "This Idempotency-Key was sent with another request before. Send a new key with it.");
  }

  /**
   * What to tell whose request is done and undone.
   *
   * @param made what it made, as "job"
   */
  public static StokerException deletedSince(String made) {
    return new StokerException(
        ErrorCode.CONFLICT,
        "The %s that this Idempotency-Key made was deleted since. Send a new key to make it again."
            .formatted(made));
  }
}
