package io.stoker.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process and no other: a pid is used again, but not with the same start time in the same boot
 * of the machine.
 *
 * @param startTicks clock ticks from the boot to its start
 * @param bootId of the kernel that ran it
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The identity of this JVM. */
  public static ProcessIdentity ofSelf() {
    long pid = ProcessHandle.current().pid();
    return ProcStat.read(pid)
        .map(stat -> new ProcessIdentity(pid, stat.startTicks(), currentBootId()))
        .orElseThrow(() -> new IllegalStateException("No /proc/" + pid + "/stat: Linux is needed"));
  }

  /** The id that the kernel drew when the machine booted. */
  public static String currentBootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + BOOT_ID + ": Linux is needed", e);
    }
  }

  /** Reads {@code pid startTicks bootId}, as {@code keep.sh} writes it. */
  static ProcessIdentity parse(String line) {
    String[] parts = line.strip().split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("Not a process identity: '" + line + "'");
    }
    return new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }

  /** Whether this very process runs now. */
  public boolean isAlive() {
    return stat().isPresent();
  }

  /** Whether it is alive and nothing has begun to end it. */
  boolean isWell() {
    return stat().filter(stat -> !stat.ending()).isPresent();
  }

  private Optional<ProcStat> stat() {
    return isOfThisBoot()
        ? ProcStat.read(pid).filter(stat -> stat.isAlive() && stat.startTicks() == startTicks)
        : Optional.empty();
  }

  boolean isOfThisBoot() {
    return bootId.equals(currentBootId());
  }
}
