package io.stoker.job;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Heap sizes as Spark writes them: {@code 512m}, {@code 1g}; powers of 1024. */
final class Memory {
  /** Spark refuses to start a JVM with less (its reserved 300 MiB times one and a half). */
  static final long MIN_HEAP = 450L << 20;

  /** No machine of this age gives one JVM more; a bigger number is a typing mistake. */
  static final long MAX_HEAP = 4L << 40;

  /** G1's largest region: a heap that is a multiple of it is what the JVM really takes. */
  private static final long STEP = 32L << 20;

  private static final Pattern SIZE = Pattern.compile("(\\d+)([kmgt])b?");
  private static final Map<String, Integer> SHIFTS = Map.of("k", 10, "m", 20, "g", 30, "t", 40);

  private Memory() {}

  /** Bytes of a size with its unit; empty when it is not one or does not fit 63 bits. */
  static OptionalLong parse(String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches() || size.group(1).length() > 20) {
      return OptionalLong.empty();
    }
    int shift = SHIFTS.getOrDefault(size.group(2), 0);
    BigInteger bytes = new BigInteger(size.group(1)).shiftLeft(shift);
    return bytes.bitLength() < Long.SIZE
        ? OptionalLong.of(bytes.longValueExact())
        : OptionalLong.empty();
  }

  /** The heap that is really taken for a wanted one: rounded up to {@value #STEP} bytes. */
  static long roundedUp(long bytes) {
    return (bytes + STEP - 1) / STEP * STEP;
  }

  /** The shortest text of a rounded heap. */
  static String text(long heapBytes) {
    return heapBytes % (1L << 30) == 0 ? (heapBytes >> 30) + "g" : (heapBytes >> 20) + "m";
  }
}
