package io.stoker.api;

import io.stoker.access.Credentials;
import io.stoker.access.Token;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the admin key and hands it to programs of the same user, before the server answers. */
@Component
class AdminKey implements SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(AdminKey.class);

  private final StokerProperties properties;
  private final Credentials credentials;
  private final TransactionTemplate transactions;

  AdminKey(
      StokerProperties properties,
      Credentials credentials,
      PlatformTransactionManager transactionManager) {
    this.properties = properties;
    this.credentials = credentials;
    this.transactions = new TransactionTemplate(transactionManager);
  }

  @Override
  public void afterSingletonsInstantiated() {
    try {
      provide(SecretFile.adminKey(properties));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the admin key's file: " + e, e);
    }
  }

  private void provide(SecretFile file) throws IOException {
    Token fresh = Token.random(Token.Kind.USER);
    if (addedWithFile(file, fresh)) {
      log.info("Made the admin key; it stands in {}", file.path());
      return;
    }
    Optional<Token> known = file.read().map(Token::new).filter(credentials::isAdminKey);
    // With a database of its own this server is the only one, so nobody else has the key either.
    boolean lost = known.isEmpty() && properties.database().embedded();
    if (lost || properties.resetAdminKey()) {
      replaceWithFile(file, fresh);
      log.warn("Made a new admin key, the old one works no more; it stands in {}", file.path());
    } else if (known.isEmpty()) {
      log.warn(
          "The admin key was made by another server or is lost: {} does not hold it. Copy it from"
              + " there, or start once with --stoker.reset-admin-key=true.",
          file.path());
    }
  }

  /**
   * The file first, the commit last: a crash between them leaves a file that the next start mends.
   */
  private boolean addedWithFile(SecretFile file, Token key) {
    return Boolean.TRUE.equals(
        transactions.execute(
            transaction -> {
              boolean added = credentials.addAdminKey(key);
              if (added) {
                write(file, key);
              }
              return added;
            }));
  }

  private void replaceWithFile(SecretFile file, Token key) {
    transactions.executeWithoutResult(
        transaction -> {
          credentials.replaceAdminKey(key);
          write(file, key);
        });
  }

  private static void write(SecretFile file, Token key) {
    try {
      file.write(key.text() + "\n");
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write " + file.path() + ": " + e, e);
    }
  }
}
