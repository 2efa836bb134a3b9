package io.stoker.node;

import java.math.BigDecimal;

/** A number of cores, kept in thousandths. */
record Cores(long milli) {

  /** Reads {@code 2} or {@code 1.5}. */
  static Cores of(String text) {
    try {
      long milli = new BigDecimal(text.strip()).movePointRight(3).longValueExact();
      if (milli > 0) {
        return new Cores(milli);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a number of cores: write a number above 0 with at most 3 decimals");
  }

  static Cores ofMachine() {
    return new Cores(Runtime.getRuntime().availableProcessors() * 1000L);
  }
}
