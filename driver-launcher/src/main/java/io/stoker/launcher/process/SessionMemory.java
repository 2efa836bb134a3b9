package io.stoker.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private SessionMemory() {}

  /** Bytes by session, with one look at all of {@code /proc}; a session without any is left out. */
  public static Map<Long, Long> of(Set<Long> sessions) {
    Map<Long, Long> bytes = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        ProcStat.read(Long.parseLong(process.getFileName().toString()))
            .filter(stat -> stat.isAlive() && sessions.contains(stat.session()))
            .ifPresent(stat -> bytes.merge(stat.session(), held(process), Long::sum));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list /proc", e);
    }
    return bytes;
  }

  private static long held(Path process) {
    try {
      List<String> status = Files.readAllLines(process.resolve("status"));
      return HELD.stream().mapToLong(name -> ResidentMemory.bytes(status, name)).sum();
    } catch (IOException e) {
      return 0; // just gone
    }
  }
}
