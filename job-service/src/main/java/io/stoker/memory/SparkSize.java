package io.stoker.memory;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Spark writes them: {@code 512m}, {@code 1g}; powers of 1024. */
public final class SparkSize {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,20})(?:(b)|([kmgtp])b?)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("k", 10, "m", 20, "g", 30, "t", 40, "p", 50);
  private static final int NO_UNIT = -1;

  private SparkSize() {}

  /** Bytes of a size with its unit; empty when it is not one or does not fit 63 bits. */
  public static OptionalLong withUnit(String text) {
    return parse(text, NO_UNIT);
  }

  /** The same, where a number alone counts bytes. */
  static OptionalLong orBytes(String text) {
    return parse(text, 0);
  }

  /** The same, where a number alone counts MiB. */
  static OptionalLong orMebibytes(String text) {
    return parse(text, 20);
  }

  private static OptionalLong parse(String text, int shiftWithoutUnit) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    boolean bytes = size.group(2) != null;
    String unit = size.group(3);
    int shift = bytes ? 0 : unit == null ? shiftWithoutUnit : SHIFTS.getOrDefault(unit, 0);
    if (shift == NO_UNIT) {
      return OptionalLong.empty();
    }
    BigInteger number = new BigInteger(size.group(1)).shiftLeft(shift);
    return number.bitLength() < Long.SIZE
        ? OptionalLong.of(number.longValueExact())
        : OptionalLong.empty();
  }
}
