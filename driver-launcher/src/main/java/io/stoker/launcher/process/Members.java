package io.stoker.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The processes that belong to one supervised process: its session, and whoever carries its mark in
 * the environment, which a descendant keeps also in a session of its own.
 */
record Members(UUID id, @Nullable ProcessIdentity leader) {
  /** The mark: an environment variable that every child gets. */
  static final String MARK = "STOKER_ASSIGNMENT_ID";

  /** All that run now, the wrapper left out. */
  List<ProcStat> alive() {
    long session = liveSession();
    List<ProcStat> members = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        ProcStat.read(Long.parseLong(process.getFileName().toString()))
            .filter(stat -> stat.isAlive() && !isWrapper(stat) && !isSelf(stat))
            .filter(stat -> stat.session() == session || isMarked(process))
            .ifPresent(members::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list /proc", e);
    }
    return members;
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
