package io.stoker.launcher.process;

import io.stoker.launcher.cgroup.MemoryCgroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The processes that belong to one supervised process: its session, whoever carries its mark in the
 * environment, which a descendant keeps also in a session of its own, and whoever is in its cgroup,
 * which nothing leaves by chance.
 */
record Members(UUID id, @Nullable ProcessIdentity leader, @Nullable MemoryCgroup cgroup) {
  /** The mark: an environment variable that every child gets. */
  static final String MARK = "STOKER_ASSIGNMENT_ID";

  /** All that run now, the wrapper left out. */
  List<ProcStat> alive() {
    long session = liveSession();
    Set<ProcStat> members = new LinkedHashSet<>(inCgroup());
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        ProcStat.read(Long.parseLong(process.getFileName().toString()))
            .filter(this::counts)
            .filter(stat -> stat.session() == session || isMarked(process))
            .ifPresent(members::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list /proc", e);
    }
    return List.copyOf(members);
  }

  /** A pid that was there before and after the look at its process is surely that process's. */
  private List<ProcStat> inCgroup() {
    if (cgroup == null) {
      return List.of();
    }
    List<ProcStat> seen =
        cgroup.processes().stream()
            .flatMap(pid -> ProcStat.read(pid).filter(this::counts).stream())
            .toList();
    Set<Long> still = Set.copyOf(cgroup.processes());
    return seen.stream().filter(stat -> still.contains(stat.pid())).toList();
  }

  private boolean counts(ProcStat stat) {
    return stat.isAlive() && !isWrapper(stat) && !isSelf(stat);
  }

  /**
   * While the wrapper lives the session is surely ours; afterwards its number may be another's, and
   * only the mark counts.
   */
  private long liveSession() {
    return leader != null && leader.isAlive() ? leader.pid() : -1;
  }

  private boolean isWrapper(ProcStat stat) {
    return leader != null && stat.pid() == leader.pid() && stat.startTicks() == leader.startTicks();
  }

  private static boolean isSelf(ProcStat stat) {
    return stat.pid() == ProcessHandle.current().pid();
  }

  private boolean isMarked(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
      return text.contains("\0" + MARK + "=" + id + "\0");
    } catch (IOException e) {
      return false; // another user's, or just gone
    }
  }
}
