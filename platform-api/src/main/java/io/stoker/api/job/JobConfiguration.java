package io.stoker.api.job;

import io.stoker.job.PackageRepositories;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What jobs need from outside. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

  @Bean
  PackageRepositories packageRepositories(JobProperties properties) {
    return properties.repositories();
  }
}
