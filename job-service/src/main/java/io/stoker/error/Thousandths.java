package io.stoker.error;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads decimals of at most three places, which are kept in thousandths. */
public record Thousandths(Violations violations) {
  private static final int PLACES = 3;

  /**
   * The thousandths of a value that is more than zero.
   *
   * @return zero when it is wrong: the finding ends the request anyway
   */
  public long positive(String pointer, BigDecimal value, int max) {
    return of(pointer, value, value.signum() <= 0, "must be more than 0 and at most " + max, max);
  }

  /** The same of one that may be zero. */
  public long upTo(String pointer, BigDecimal value, int max) {
    return of(pointer, value, value.signum() < 0, "must be from 0 to " + max, max);
  }

  private long of(String pointer, BigDecimal value, boolean tooSmall, String wanted, int max) {
    if (tooSmall || value.compareTo(BigDecimal.valueOf(max)) > 0) {
      violations.add(pointer, tooSmall ? "TOO_SMALL" : "TOO_LARGE", wanted);
      return 0;
    }
    // the scale is looked at first: stripping 1e-1000000000 would not end
    if (value.scale() > 100 || value.stripTrailingZeros().scale() > PLACES) {
      violations.add(pointer, "TOO_PRECISE", "may have at most 3 decimals, as 0.5");
      return 0;
    }
    return value.movePointRight(PLACES).setScale(0, RoundingMode.UNNECESSARY).longValueExact();
  }
}
