package io.stoker.api.schedule;

import io.stoker.schedule.ScheduleLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What schedules need from outside. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

  @Bean
  ScheduleLimits scheduleLimits(ScheduleProperties properties) {
    return properties.limits();
  }
}
