package io.stoker.api;

import io.stoker.access.Credentials;
import io.stoker.duty.PeriodicDuty;
import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Hands a join token to nodes of the same user: before the server answers, and as long as it does.
 */
@Component
class JoinTokenFile implements SmartInitializingSingleton, PeriodicDuty {
  private static final Duration VALID = Duration.ofHours(24);

  private final StokerProperties properties;
  private final Credentials credentials;

  JoinTokenFile(StokerProperties properties, Credentials credentials) {
    this.properties = properties;
    this.credentials = credentials;
  }

  @Override
  public void afterSingletonsInstantiated() {
    run();
  }

  @Override
  public String name() {
    return "join-token";
  }

  /** Early enough that whoever reads the file has half of the token's time left. */
  @Override
  public Duration every() {
    return VALID.dividedBy(2);
  }

  @Override
  public void run() {
    SecretFile file = SecretFile.joinToken(properties);
    try {
      file.write(credentials.newBootstrapToken(VALID).text() + "\n");
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write " + file.path() + ": " + e, e);
    }
  }
}
