package io.stoker.api.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How a server behaves towards a database that may be away. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  /** After a reboot the database may be up later than the server. */
  private static final Duration FIRST_CONNECT = Duration.ofMinutes(2);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

  /**
   * Gives migrations a connection of their own: the pool's give up on a statement that takes as
   * long as some of them may.
   */
  @Bean
  FlywayConfigurationCustomizer patientMigrations(JdbcConnectionDetails database) {
    return flyway ->
        flyway
            .dataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword())
            .connectRetries((int) FIRST_CONNECT.dividedBy(BETWEEN_TRIES))
            .connectRetriesInterval((int) BETWEEN_TRIES.toSeconds());
  }

  /** Static, since it has to be there before the beans that it looks at. */
  @Bean
  static BeanPostProcessor outageGate() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof HikariDataSource pool ? new OutageGate(pool) : bean;
      }
    };
  }
}
