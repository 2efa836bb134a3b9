package io.stoker.access;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Lets browsers, which send no Authorization header for a link, read the Spark UI of one run. Each
 * of several servers takes what another has given out.
 */
@Repository
public class UiSessions {
  /** Long enough for a click, or for a copy into a browser. */
  static final Duration TICKET = Duration.ofMinutes(1);

  private final JdbcClient jdbc;

  UiSessions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What opens a session once.
   *
   * @param until it may be used
   * @param sessionEnds whenever it is used
   */
  public record Ticket(Token token, Instant until, Instant sessionEnds) {}

  /** A session that has just been opened. */
  public record Opened(Token token, Duration left) {}

  /**
   * Invites to a run's UI, in the name of a key and as long as that is valid. What has ended is
   * forgotten on the way.
   */
  public Ticket invite(UUID run, UUID key, Duration session) {
    jdbc.sql(
            """
            delete from ui_session
            where ends_at <= clock_timestamp()
               or (session_hash is null and ticket_until <= clock_timestamp())
            """)
        .update();
    Token token = Token.random(Token.Kind.UI_TICKET);
    return jdbc.sql(
            """
            insert into ui_session (run_id, api_key_id, ticket_hash, ticket_until, ends_at)
            values (:run, :key, :hash,
                    clock_timestamp() + make_interval(secs => :ticket),
                    clock_timestamp() + make_interval(secs => :session))
            returning ticket_until, ends_at
            """)
        .param("run", run)
        .param("key", key)
        .param("hash", token.hash())
        .param("ticket", (double) TICKET.toSeconds())
        .param("session", (double) session.toSeconds())
        .query(
            (row, number) ->
                new Ticket(
                    token,
                    row.getObject("ticket_until", OffsetDateTime.class).toInstant(),
                    row.getObject("ends_at", OffsetDateTime.class).toInstant()))
        .single();
  }

  /** Makes a ticket for this run a session; empty when it was used, is too old or for another. */
  public Optional<Opened> open(Token ticket, UUID run) {
    Token session = Token.random(Token.Kind.UI_SESSION);
    return jdbc.sql(
            """
            update ui_session
            set ticket_hash = null, session_hash = :session
            where ticket_hash = :ticket and run_id = :run and ticket_until > clock_timestamp()
            returning cast(extract(epoch from ends_at - clock_timestamp()) as bigint)
            """)
        .param("session", session.hash())
        .param("ticket", ticket.hash())
        .param("run", run)
        .query(Long.class)
        .optional()
        .map(seconds -> new Opened(session, Duration.ofSeconds(seconds)));
  }

  /** Who comes with a session; empty when it has ended or there was none. */
  public Optional<Caller> viewer(Token session) {
    return jdbc.sql(
            """
            select run_id from ui_session
            where session_hash = :hash and ends_at > clock_timestamp()
            """)
        .param("hash", session.hash())
        .query((row, number) -> (Caller) new Caller.Viewer(row.getObject("run_id", UUID.class)))
        .optional();
  }
}
