package io.stoker.quartz;

import io.stoker.schedule.WakeUps;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wakes schedules up while the application runs, together with all other servers. */
@Configuration(proxyBeanMethods = false)
public class ScheduleTimerConfiguration {
  /** Whom it wakes is looked up when it rings: that one sets it in turn. */
  @Bean
  QuartzScheduleTimer scheduleTimer(DataSource dataSource, ObjectProvider<WakeUps> wakeUps) {
    return new QuartzScheduleTimer(dataSource, schedule -> wakeUps.getObject().wake(schedule));
  }
}
