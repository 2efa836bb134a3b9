package io.stoker.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UiSessionsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
  private final UiSessions sessions = new UiSessions(jdbc);
  private final Credentials credentials = new Credentials(jdbc);
  private final UUID run = run("a");
  private final UUID key = key();

  @Test
  void aTicketOpensItsRunOnceWhicheverServerIsAsked() {
    Token ticket = sessions.invite(run, key, HOUR).token();
    UiSessions other = new UiSessions(jdbc);

    assertThat(sessions.open(ticket, run("b"))).as("of another run").isEmpty();
    Optional<UiSessions.Opened> opened = other.open(ticket, run);
    assertThat(opened).isPresent();
    assertThat(sessions.open(ticket, run)).as("used").isEmpty();

    Token session = opened.orElseThrow().token();
    assertThat(sessions.viewer(session)).contains(new Caller.Viewer(run));
    assertThat(opened.orElseThrow().left()).isBetween(HOUR.minusMinutes(1), HOUR);
    assertThat(sessions.viewer(ticket)).as("a ticket is no session").isEmpty();
    assertThat(sessions.viewer(Token.random(Token.Kind.UI_SESSION))).isEmpty();
  }

  /** Goes red when the statement does not ask for the ticket in its where. */
  @Test
  void ofManyWhoUseOneTicketAtOnceOneGetsIn() throws Exception {
    Token ticket = sessions.invite(run, key, HOUR).token();
    ExecutorService crowd = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Optional<UiSessions.Opened>>> tries = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tries.add(() -> sessions.open(ticket, run));
      }
      int in = 0;
      for (Future<Optional<UiSessions.Opened>> one : crowd.invokeAll(tries)) {
        in += one.get().isPresent() ? 1 : 0;
      }
      assertThat(in).isEqualTo(1);
    } finally {
      crowd.shutdownNow();
    }
  }

  @Test
  void ticketAndSessionEndAndAreForgotten() {
    Token old = sessions.invite(run, key, HOUR).token();
    jdbc.sql("update ui_session set ticket_until = clock_timestamp()").update();
    assertThat(sessions.open(old, run)).isEmpty();

    Token ticket = sessions.invite(run, key, HOUR).token();
    Token session = sessions.open(ticket, run).orElseThrow().token();
    assertThat(rows()).as("the old ticket is gone").isEqualTo(1);
    jdbc.sql("update ui_session set ends_at = clock_timestamp()").update();
    assertThat(sessions.viewer(session)).isEmpty();

    sessions.invite(run, key, HOUR);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void aKeyThatIsReplacedTakesItsSessionsAlong() {
    Token session =
        sessions.open(sessions.invite(run, key, HOUR).token(), run).orElseThrow().token();
    credentials.replaceAdminKey(Token.random(Token.Kind.USER));
    assertThat(sessions.viewer(session)).isEmpty();
  }

  private long rows() {
    return jdbc.sql("select count(*) from ui_session").query(Long.class).single();
  }

  private UUID key() {
    credentials.addAdminKey(Token.random(Token.Kind.USER));
    return jdbc.sql("select id from api_key").query(UUID.class).single();
  }

  private UUID run(String job) {
    return jdbc.sql(
            """
            with j as (insert into job (name, revision) values (:name, 1) returning id),
                 s as (insert into job_revision (job_id, number, spec, created_by)
                       select id, 1, '{}', 'test' from j returning job_id)
            insert into run (job_id, job_name, revision, state, parameters, spark_conf,
                             max_attempts, created_by)
            select job_id, :name, 1, 'FAILED', '{}', '{}', 1, 'test' from s
            returning id
            """)
        .param("name", job)
        .query(UUID.class)
        .single();
  }
}
