package io.stoker.quartz;

import io.stoker.duty.PeriodicDuty;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes every {@link PeriodicDuty} bean come round while the application runs. */
@Configuration(proxyBeanMethods = false)
public class AlarmClockConfiguration {
  /** Duties are looked up at the start, so that a duty may itself wake others. */
  @Bean
  QuartzAlarmClock alarmClock(ObjectProvider<PeriodicDuty> duties) {
    return new QuartzAlarmClock(() -> duties.stream().toList());
  }
}
