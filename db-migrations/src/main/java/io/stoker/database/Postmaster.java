package io.stoker.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A live PostgreSQL server of one data directory.
 *
 * @param pid of its first process
 * @param data its data directory, absolute and real
 * @param port on 127.0.0.1
 */
record Postmaster(long pid, Path data, int port) {
  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;

  /**
   * Finds it by {@code postmaster.pid}. A number alone proves nothing after a crash or a reboot, so
   * the process must be a postgres that works in this very directory.
   */
  static Optional<Postmaster> of(Path data) throws IOException {
    try {
      List<String> lines = Files.readAllLines(pidFile(data), StandardCharsets.UTF_8);
      if (lines.size() <= PORT_LINE) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(PID_LINE).strip());
      int port = Integer.parseInt(lines.get(PORT_LINE).strip());
      return Optional.of(new Postmaster(pid, data, port)).filter(Postmaster::isAlive);
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Path pidFile(Path data) {
    return data.resolve("postmaster.pid");
  }

  boolean isAlive() {
    return worksIn(Path.of("/proc", Long.toString(pid)), data);
  }

  /** Pids of all server processes of a data directory, whatever the pid file says. */
  static List<Long> processesOf(Path data) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> worksIn(process, data))
          .map(process -> Long.valueOf(process.getFileName().toString()))
          .toList();
    }
  }

  /** A zombie has no executable, so it does not count as alive. */
  private static boolean worksIn(Path process, Path data) {
    try {
      Path executable = Files.readSymbolicLink(process.resolve("exe")).getFileName();
      return executable != null
          && executable.toString().startsWith("postgres")
          && Files.readSymbolicLink(process.resolve("cwd")).equals(data);
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one. */
  void signal(String signal) {
    try {
      Command.signal(pid, signal).run("");
    } catch (DatabaseException e) {
      if (isAlive()) {
        throw e;
      }
    }
  }
}
