package io.stoker.duty;

import java.time.Duration;

/** Port: something to be done again and again; running it twice at once does no harm. */
public interface PeriodicDuty {
  /** For the log. */
  String name();

  /** From the end of one run to the start of the next. */
  Duration every();

  void run();
}
