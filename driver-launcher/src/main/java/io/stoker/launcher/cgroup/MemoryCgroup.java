package io.stoker.launcher.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The cgroup of one process and of all that it starts: the kernel keeps them within its limit, and
 * ends one of them when it cannot.
 */
public record MemoryCgroup(CgroupVersion version, Path directory) {
  private static final long MIB = 1L << 20;
  private static final long LEAST_MARGIN = 32 * MIB;
  private static final long MOST_MARGIN = 256 * MIB;
  private static final int MARGIN_PART = 16;
  private static final String PROCESSES = "cgroup.procs";

  /**
   * The limit for a process that owns so much. The kernel also counts what it needs itself for the
   * process (page tables, stacks of threads, sockets) and pages of files that it cannot drop at
   * once, neither of which is in what the process owns: a sixteenth more, from 32 to 256 MiB.
   */
  public static long limit(long ownedBytes) {
    long part = ownedBytes / MARGIN_PART;
    return ownedBytes + Math.max(LEAST_MARGIN, Math.min(MOST_MARGIN, part));
  }

  /** Reads {@code V1 /directory}, as {@link #line} says it. */
  public static MemoryCgroup parse(String line) {
    String[] parts = line.strip().split(" ", 2);
    return new MemoryCgroup(CgroupVersion.valueOf(parts[0]), Path.of(parts[1]));
  }

  /** One line that {@code keep.sh} reads too. */
  public String line() {
    return version + " " + directory + "\n";
  }

  /** Makes it, with the limit in force before anybody is in it. */
  public void create(long limitBytes) throws IOException {
    CgroupFiles.make(directory);
    version.limit(directory, limitBytes);
  }

  /** Who is in it now; nobody once it is gone. */
  public List<Long> processes() {
    try {
      return CgroupFiles.words(directory.resolve(PROCESSES)).stream().map(Long::valueOf).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Which of them the kernel has ended. */
  public OomKills kills() throws IOException {
    return version.kills(directory);
  }

  /**
   * Bytes that all in it hold and the kernel cannot take back: a page that several share is one.
   */
  public long held() throws IOException {
    return version.held(directory);
  }

  /** Ends whoever is in it, at once. */
  public void kill() {
    processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  /** Removes it, and its node's with the last one: for when no service of the node runs. */
  public void removeWithNodes() {
    if (remove()) {
      new MemoryCgroup(version, directory.resolveSibling("")).remove();
    }
  }

  /** Removes it, which the kernel allows once nobody is in it; says whether it is gone. */
  public boolean remove() {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
