package io.stoker.acceptance;

import io.stoker.acceptance.harness.Packaged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Seconds from a fault on. What it notes stands in {@code target/acceptance/faults.md} too, with
 * the machine's load, since that is most of any number here.
 */
final class Stopwatch {
  private final String fault;
  private final long start = System.nanoTime();

  private Stopwatch(String fault) {
    this.fault = fault;
  }

  static Stopwatch since(String fault) {
    return new Stopwatch(fault);
  }

  /** Notes that something was seen now. */
  Duration note(String what) {
    Duration passed = Duration.ofNanos(System.nanoTime() - start);
    tell(fault, what, passed);
    return passed;
  }

  /** Notes a time that was measured otherwise. */
  static void tell(String fault, String what, Duration passed) {
    BigDecimal seconds = BigDecimal.valueOf(passed.toMillis(), 3).setScale(1, RoundingMode.HALF_UP);
    String line = "| %s | %s | %s | %s |%n".formatted(fault, what, seconds, load());
    System.out.print(line);
    try {
      Files.createDirectories(Packaged.REPORTS);
      Files.writeString(
          Packaged.REPORTS.resolve("faults.md"),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    } catch (IOException e) {
      return "unknown";
    }
  }
}
