package io.stoker.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How much memory a process holds, as the kernel counts it.
 *
 * @param bytes now
 * @param peakBytes the most that it ever held
 */
public record ResidentMemory(long bytes, long peakBytes) {

  /** Empty when there is no such process, and for one that has just ended. */
  public static Optional<ResidentMemory> of(long pid) {
    try {
      return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<ResidentMemory> parse(List<String> status) {
    long bytes = bytes(status, "VmRSS:");
    long peak = bytes(status, "VmHWM:");
    return bytes == 0
        ? Optional.empty()
        : Optional.of(new ResidentMemory(bytes, Math.max(bytes, peak)));
  }

  /** A figure that the kernel tells in KiB; 0 when it does not tell it. */
  static long bytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .map(kibibytes -> kibibytes * 1024)
        .findFirst()
        .orElse(0);
  }
}
