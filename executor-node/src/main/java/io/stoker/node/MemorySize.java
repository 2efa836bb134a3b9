package io.stoker.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size as Spark writes it: {@code 6g} = 6 GiB. */
record MemorySize(long bytes) {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kmgt])b?");
  private static final long GIB = 1L << 30;

  static MemorySize of(String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (size.matches()) {
      int power = 1 + "kmgt".indexOf(size.group(2));
      long bytes = Long.parseLong(size.group(1)) << (10 * power);
      if (bytes > 0) {
        return new MemorySize(bytes);
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not a size: write one like 6g or 512m");
  }

  /** All but the last GiB, which is left to the system and this service. */
  static MemorySize ofMachine() {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long total = machine.getTotalMemorySize();
    return new MemorySize(Math.max(total / 2, total - GIB));
  }
}
