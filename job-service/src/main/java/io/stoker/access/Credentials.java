package io.stoker.access;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Makes the credentials that a server needs at its start; only their hashes are kept. */
@Repository
public class Credentials {
  private static final String ADMIN = "admin";

  private final JdbcClient jdbc;

  Credentials(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes a token the admin key, when there is none yet; false when there is one. */
  public boolean addAdminKey(Token token) {
    return jdbc.sql(
                """
                insert into api_key (name, role, hash) values (:name, 'ADMIN', :hash)
                on conflict (name) do nothing
                """)
            .param("name", ADMIN)
            .param("hash", token.hash())
            .update()
        == 1;
  }

  /** Makes a token the admin key; the one before it ends to work, and what it has opened. */
  public void replaceAdminKey(Token token) {
    jdbc.sql("update api_key set hash = :hash where name = :name")
        .param("name", ADMIN)
        .param("hash", token.hash())
        .update();
    // only then: from now on nobody opens more by the old one
    jdbc.sql(
            "delete from ui_session where api_key_id in (select id from api_key where name = :name)")
        .param("name", ADMIN)
        .update();
  }

  public boolean isAdminKey(Token token) {
    return jdbc.sql("select count(*) from api_key where name = :name and hash = :hash")
            .param("name", ADMIN)
            .param("hash", token.hash())
            .query(Long.class)
            .single()
        == 1;
  }

  /** A new token by which any number of machines may join until it expires. */
  public Token newBootstrapToken(Duration validFor) {
    Token token = Token.random(Token.Kind.JOIN);
    jdbc.sql(
            """
            insert into join_token (hash, kind, expires_at)
            values (:hash, 'BOOTSTRAP', clock_timestamp() + make_interval(secs => :seconds))
            """)
        .param("hash", token.hash())
        .param("seconds", (double) validFor.toSeconds())
        .update();
    return token;
  }
}
