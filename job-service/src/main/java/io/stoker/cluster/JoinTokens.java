package io.stoker.cluster;

import io.stoker.access.Token;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tokens that let machines join; only their hashes are kept. */
@Repository
public class JoinTokens {
  /** How long a single-use token is valid when nobody says otherwise. */
  public static final Duration DEFAULT_VALIDITY = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  private final JdbcClient jdbc;

  JoinTokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A new token and the time after which it is worthless. */
  public record Issued(Token token, Instant expiresAt) {}

  /** Makes a token for one join. */
  public Issued singleUse(Duration validFor) {
    if (validFor.compareTo(SHORTEST) < 0 || validFor.compareTo(LONGEST) > 0) {
      throw new StokerException(
          ErrorCode.VALIDATION_FAILED,
          "The token's validity is out of bounds.",
          List.of(new Violation("/validFor", "OUT_OF_RANGE", "must be from PT1S to PT24H")));
    }
    Token token = Token.random(Token.Kind.JOIN);
    Instant expiresAt =
        jdbc.sql(
                """
                insert into join_token (hash, kind, expires_at)
                values (:hash, 'SINGLE_USE', clock_timestamp() + make_interval(secs => :seconds))
                returning expires_at
                """)
            .param("hash", token.hash())
            .param("seconds", validFor.toMillis() / 1000.0)
            .query((row, number) -> row.getTimestamp("expires_at").toInstant())
            .single();
    return new Issued(token, expiresAt);
  }

  /** Uses a token up for a node, in the caller's transaction; false when it is not valid. */
  boolean consume(UUID tokenId, UUID nodeId) {
    return jdbc.sql(
                """
                update join_token
                set consumed_at = case when kind = 'SINGLE_USE' then clock_timestamp() end,
                    consumed_by = case when kind = 'SINGLE_USE' then :node end
                where id = :id and expires_at > clock_timestamp()
                  and (kind = 'BOOTSTRAP' or consumed_at is null)
                """)
            .param("id", tokenId)
            .param("node", nodeId)
            .update()
        == 1;
  }

  /** Whether a token may be used again by a node that comes back. */
  boolean isBootstrap(UUID tokenId) {
    return jdbc.sql("select kind = 'BOOTSTRAP' from join_token where id = :id")
        .param("id", tokenId)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }
}
