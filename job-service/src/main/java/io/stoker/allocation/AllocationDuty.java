package io.stoker.allocation;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** A pass each second, whether or not anybody has asked for one. */
@Component
class AllocationDuty implements PeriodicDuty {
  private final AllocationPass pass;

  AllocationDuty(AllocationPass pass) {
    this.pass = pass;
  }

  @Override
  public String name() {
    return "allocation";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run() {
    pass.run();
  }
}
