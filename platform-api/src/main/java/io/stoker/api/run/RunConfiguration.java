package io.stoker.api.run;

import io.stoker.eventlog.EventLogSettings;
import io.stoker.run.RunSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs need from outside. */
@Configuration(proxyBeanMethods = false)
class RunConfiguration {

  @Bean
  RunSettings runSettings(RunProperties properties) {
    return properties.settings();
  }

  @Bean
  EventLogSettings eventLogSettings(EventLogProperties properties) {
    return properties.settings();
  }
}
