package io.stoker.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the processes of whole sessions hold that the kernel cannot take back: anonymous and shared
 * memory, also what is swapped out. Pages of mapped files are left out, as jars or an archive of
 * classes: they are not lost for others. A process that made a session of its own is not counted.
 */
public final class SessionMemory {
  private static final List<String> HELD = List.of("RssAnon:", "RssShmem:", "VmSwap:");

  /** The same, where a page that n processes share is an n-th for each. */
  private static final List<String> SHARE = List.of("Pss_Anon:", "Pss_Shmem:", "SwapPss:");

  private SessionMemory() {}

  /**
   * Bytes by session that it holds at most, with one look at all of {@code /proc}; a session
   * without any is left out. What a process shares with those that it has forked is counted for
   * each of them.
   */
  public static Map<Long, Long> atMost(Set<Long> sessions) {
    Map<Long, Long> bytes = new HashMap<>();
    processes(sessions)
        .forEach(
            (session, all) ->
                bytes.put(session, all.stream().mapToLong(SessionMemory::held).sum()));
    return bytes;
  }

  /**
   * What a session holds, with every page counted once. The kernel walks through all of it, which
   * takes a while for a large one.
   */
  public static long exactly(long session) {
    List<Path> all = processes(Set.of(session)).getOrDefault(session, List.of());
    return all.size() == 1 ? held(all.get(0)) : all.stream().mapToLong(SessionMemory::share).sum();
  }

  private static Map<Long, List<Path>> processes(Set<Long> sessions) {
    Map<Long, List<Path>> found = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        ProcStat.read(Long.parseLong(process.getFileName().toString()))
            .filter(stat -> stat.isAlive() && sessions.contains(stat.session()))
            .map(ProcStat::session)
            .ifPresent(
                session -> found.computeIfAbsent(session, any -> new ArrayList<>()).add(process));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list /proc", e);
    }
    return found;
  }

  private static long held(Path process) {
    try {
      return sum(Files.readAllLines(process.resolve("status")), HELD);
    } catch (IOException e) {
      return 0; // just gone
    }
  }

  private static long share(Path process) {
    try {
      List<String> rollup = Files.readAllLines(process.resolve("smaps_rollup"));
      boolean tells = rollup.stream().anyMatch(line -> line.startsWith(SHARE.get(0)));
      return tells ? sum(rollup, SHARE) : held(process); // kernels before 5.4 do not
    } catch (IOException e) {
      return held(process);
    }
  }

  private static long sum(List<String> lines, List<String> names) {
    return names.stream().mapToLong(name -> ResidentMemory.bytes(lines, name)).sum();
  }
}
