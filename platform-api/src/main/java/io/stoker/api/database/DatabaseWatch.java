package io.stoker.api.database;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Starts the embedded PostgreSQL again when it died. */
@Component
class DatabaseWatch implements PeriodicDuty {
  private final Database database;

  DatabaseWatch(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "database-watch";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run() {
    database.keepRunning();
  }
}
