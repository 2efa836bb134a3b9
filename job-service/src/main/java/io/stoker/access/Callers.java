package io.stoker.access;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells from a bearer token who is calling. */
@Repository
public class Callers {
  private final JdbcClient jdbc;

  Callers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The caller that a token stands for.
   *
   * @throws StokerException UNAUTHENTICATED with the remedy when it stands for nobody (any more)
   */
  public Caller of(Token token) {
    if (token.is(Token.Kind.USER)) {
      return user(token).orElseThrow(() -> unknown("API key"));
    }
    if (token.is(Token.Kind.NODE)) {
      return node(token).orElseThrow(() -> unknown("node credential"));
    }
    if (token.is(Token.Kind.ATTEMPT)) {
      return attempt(token).orElseThrow(() -> unknown("attempt token"));
    }
    if (token.is(Token.Kind.JOIN)) {
      return joiner(token);
    }
    throw unknown("credential");
  }

  private Optional<Caller> user(Token token) {
    return jdbc.sql("select id, name from api_key where hash = :hash")
        .param("hash", token.hash())
        .query(
            (row, index) ->
                (Caller) new Caller.User(row.getObject("id", UUID.class), row.getString("name")))
        .optional();
  }

  private Optional<Caller> node(Token token) {
    return jdbc.sql("select id from node where credential_hash = :hash and state <> 'REMOVED'")
        .param("hash", token.hash())
        .query((row, index) -> (Caller) new Caller.Node(row.getObject("id", UUID.class)))
        .optional();
  }

  /** Of an attempt that is over too: its driver is to hear that it is fenced, not unknown. */
  private Optional<Caller> attempt(Token token) {
    return jdbc.sql("select fence, run_id from attempt where token_hash = :hash")
        .param("hash", token.hash())
        .query(
            (row, index) ->
                (Caller)
                    new Caller.Attempt(row.getLong("fence"), row.getObject("run_id", UUID.class)))
        .optional();
  }

  /**
   * A join token.
   *
   * @param unheard whether the node that used it up has not registered yet: it may not have heard
   *     that it has joined, and asks again
   */
  private record JoinToken(UUID id, boolean consumed, boolean expired, boolean unheard) {}

  private Caller joiner(Token token) {
    JoinToken found =
        jdbc.sql(
                """
                select id,
                       kind = 'SINGLE_USE' and consumed_at is not null consumed,
                       expires_at <= clock_timestamp() expired,
                       exists (select 1 from node n
                               where n.id = consumed_by and n.epoch = 0 and n.state <> 'REMOVED')
                         unheard
                  from join_token where hash = :hash
                """)
            .param("hash", token.hash())
            .query(JoinToken.class)
            .optional()
            .orElseThrow(() -> unknown("join token"));
    if (found.unheard()) {
      return new Caller.Joiner(found.id());
    }
    if (found.consumed()) {
      throw unauthenticated(
          "This join token was used already; it lets one machine join. Ask for another with"
              + " POST /api/v1/join-tokens.");
    }
    if (found.expired()) {
      throw unauthenticated(
          "This join token has expired. Ask for another with POST /api/v1/join-tokens, or take the"
              + " one that the server wrote to run/join.token below its home when it started.");
    }
    return new Caller.Joiner(found.id());
  }

  private static StokerException unknown(String what) {
    return unauthenticated(
        "The "
            + what
            + " in the Authorization header is not known here. The admin key stands in"
            + " run/admin.key below the server's home.");
  }

  private static StokerException unauthenticated(String detail) {
    return new StokerException(ErrorCode.UNAUTHENTICATED, detail);
  }
}
