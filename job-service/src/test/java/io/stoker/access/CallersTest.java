package io.stoker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stoker.database.TestDatabase;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class CallersTest {
  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
  private final Callers callers = new Callers(jdbc);
  private final Credentials credentials = new Credentials(jdbc);

  @Test
  void theAdminKeyIsAUserUntilItIsReplaced() {
    Token first = Token.random(Token.Kind.USER);
    Token second = Token.random(Token.Kind.USER);

    assertThat(credentials.addAdminKey(first)).isTrue();
    assertThat(credentials.addAdminKey(second)).as("there is one").isFalse();
    assertThat(callers.of(first))
        .isInstanceOfSatisfying(
            Caller.User.class, user -> assertThat(user.name()).isEqualTo("admin"));

    credentials.replaceAdminKey(second);
    assertRefused(first, "API key");
    assertThat(credentials.isAdminKey(first)).isFalse();
    assertThat(credentials.isAdminKey(second)).isTrue();
    assertThat(callers.of(second)).isInstanceOf(Caller.User.class);
  }

  @Test
  void aBootstrapTokenWorksMoreThanOnceUntilItExpires() {
    Token token = credentials.newBootstrapToken(Duration.ofHours(1));

    assertThat(callers.of(token)).isInstanceOf(Caller.Joiner.class).isEqualTo(callers.of(token));

    jdbc.sql("update join_token set expires_at = clock_timestamp()").update();
    assertRefused(token, "has expired");
  }

  @Test
  void aSingleUseTokenIsNobodyOnceConsumed() {
    Token token = Token.random(Token.Kind.JOIN);
    jdbc.sql(
            """
            insert into join_token (hash, kind, expires_at)
            values (:hash, 'SINGLE_USE', clock_timestamp() + interval '1 hour')
            """)
        .param("hash", token.hash())
        .update();

    assertThat(callers.of(token)).isInstanceOf(Caller.Joiner.class);

    jdbc.sql("update join_token set consumed_at = clock_timestamp()").update();
    assertRefused(token, "was used already");
  }

  @Test
  void aUsedTokenSpeaksForItsNodeUntilThatHasRegistered() {
    Token token = Token.random(Token.Kind.JOIN);
    jdbc.sql(
            """
            insert into join_token (hash, kind, expires_at, consumed_at, consumed_by)
            values (:hash, 'SINGLE_USE', clock_timestamp(), clock_timestamp(), :node)
            """)
        .param("hash", token.hash())
        .param("node", insertNode(Token.random(Token.Kind.NODE)))
        .update();

    assertThat(callers.of(token)).isInstanceOf(Caller.Joiner.class);

    jdbc.sql("update node set epoch = 1").update();
    assertRefused(token, "was used already");
  }

  private UUID insertNode(Token credential) {
    return jdbc.sql(
            """
            insert into node (name, host, state, cores_milli, memory_bytes, boot_id,
                              credential_hash, java_major, spark_version, runtime_digest)
            values ('n', '127.0.0.1', 'UNREACHABLE', 1000, 1024, 'b', :hash, 17, '4.2.0', 'd')
            returning id
            """)
        .param("hash", credential.hash())
        .query(UUID.class)
        .single();
  }

  @Test
  void aNodeIsKnownUntilItIsRemoved() {
    Token token = Token.random(Token.Kind.NODE);
    UUID id = insertNode(token);

    assertThat(callers.of(token)).isEqualTo(new Caller.Node(id));

    jdbc.sql("update node set state = 'REMOVED'").update();
    assertRefused(token, "node credential");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "admin", "stu_", "stn_x", "sta_x", "stj_x", "stu_' or 1=1 --"})
  void garbageIsNobody(String text) {
    assertRefused(new Token(text), "not known");
  }

  @Test
  void aTokenDoesNotShowInLogs() {
    Token token = Token.random(Token.Kind.USER);

    assertThat(token).hasToString("Token[…]");
  }

  private void assertRefused(Token token, String detail) {
    StokerException refusal = catchThrowableOfType(StokerException.class, () -> callers.of(token));
    assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(refusal).hasMessageContaining(detail);
  }
}
