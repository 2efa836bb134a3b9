package io.stoker.api.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How a server behaves towards a database that may be away. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  /**
   * Gives migrations a connection of their own: the pool's give up on a statement that takes as
   * long as some of them may.
   */
  @Bean
  FlywayConfigurationCustomizer migrationsOutsideOfThePool(JdbcConnectionDetails database) {
    return flyway ->
        flyway.dataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword());
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
