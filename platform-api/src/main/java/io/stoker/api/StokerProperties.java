package io.stoker.api;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What whoever runs a server can set, under {@code stoker.}.
 *
 * @param home directory of everything that the server keeps on its own disk
 * @param storage where results and logs are kept; {@code storage/} below home when it is not set
 * @param database the PostgreSQL that all servers share
 * @param joinTokenFile where the server writes the token that lets nodes join; {@code
 *     run/join.token} below home when it is not set
 * @param allowInsecureBind whether to serve other machines without TLS, where anybody on the way
 *     can read credentials
 * @param resetAdminKey whether to make a new admin key at this start, after the old one was lost
 */
@ConfigurationProperties("stoker")
public record StokerProperties(
    @DefaultValue("var") Path home,
    @Nullable URI storage,
    @DefaultValue Database database,
    @Nullable Path joinTokenFile,
    @DefaultValue("false") boolean allowInsecureBind,
    @DefaultValue("false") boolean resetAdminKey) {

  /**
   * How to reach PostgreSQL.
   *
   * @param url JDBC address; when it is empty the server runs a PostgreSQL of its own below home
   * @param username of a role that owns its database
   * @param password of that role
   * @param passwordFile file with that password and nothing else, in place of {@code password}
   * @param connectWithin how long a server that starts tries to reach a PostgreSQL that does not
   *     answer: after a reboot it may be up later
   */
  public record Database(
      @DefaultValue("") String url,
      @DefaultValue("stoker") String username,
      @DefaultValue("") String password,
      @Nullable Path passwordFile,
      @DefaultValue("2m") Duration connectWithin) {

    public boolean embedded() {
      return url.isBlank();
    }

    @Override
    public String toString() {
      return "Database[url=" + url + ", username=" + username + "]";
    }
  }

  public StokerProperties {
    home = home.toAbsolutePath().normalize();
  }

  /** Where results and logs are kept; ends with a slash. */
  public URI storageRoot() {
    if (storage == null) {
      return URI.create("file://" + home.resolve("storage").toUri().getRawPath() + "/").normalize();
    }
    String text = storage.toString();
    return text.endsWith("/") ? storage : URI.create(text + "/");
  }

  /** Where files stand that tell other programs of the same user how to reach this server. */
  public Path runDirectory() {
    return home.resolve("run");
  }
}
