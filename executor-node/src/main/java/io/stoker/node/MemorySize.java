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

  /**
   * What a machine offers drivers and executors: all but the last GiB, which is left to the system
   * and this service, and but for what the shuffle server may take; at least half of it.
   */
  static MemorySize ofMachine(long totalBytes, long shuffleBytes) {
    return new MemorySize(Math.max(totalBytes / 2, totalBytes - GIB - shuffleBytes));
  }

  /** What this machine, or this container, has. */
  static long total() {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return machine.getTotalMemorySize();
  }
}
