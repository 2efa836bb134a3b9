package io.stoker.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells who listens on a TCP port of this machine, from {@code /proc}. */
public final class PortHolder {
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** Whether a server could listen on this address now. */
  public static boolean isFree(InetAddress address, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that was free a moment ago. */
  static int anyFree(InetAddress address) throws IOException {
    try (var socket = new ServerSocket(0, 1, address)) {
      return socket.getLocalPort();
    }
  }

  /** The holder for a person, as {@code pid 4711 (java -jar …)}. */
  public static String describe(int port) {
    try {
      Set<String> sockets = sockets(port);
      return pidOf(sockets).map(PortHolder::describe).orElse("a process of another user");
    } catch (IOException e) {
      return "an unknown process";
    }
  }

  private static String describe(long pid) {
    try {
      String command =
          Files.readString(Path.of("/proc", "" + pid, "cmdline"), StandardCharsets.ISO_8859_1)
              .replace('\0', ' ')
              .strip();
      String shown = command.length() > 120 ? command.substring(0, 120) + "…" : command;
      return "pid %d (%s)".formatted(pid, shown);
    } catch (IOException e) {
      return "pid " + pid;
    }
  }

  private static Set<String> sockets(int port) throws IOException {
    String suffix = ":" + HexFormat.of().toHexDigits((short) port).toUpperCase(Locale.ROOT);
    try (Stream<String> lines =
        Stream.concat(
            Files.readAllLines(Path.of("/proc/net/tcp")).stream(),
            Files.readAllLines(Path.of("/proc/net/tcp6")).stream())) {
      return lines
          .map(line -> List.of(line.strip().split("\\s+")))
          .filter(f -> f.size() > 9 && f.get(1).endsWith(suffix) && f.get(3).equals(LISTENING))
          .map(f -> "socket:[" + f.get(9) + "]")
          .collect(Collectors.toSet());
    }
  }

  private static Optional<Long> pidOf(Set<String> sockets) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> hasOpen(process, sockets))
          .map(process -> Long.valueOf(process.getFileName().toString()))
          .findFirst();
    }
  }

  private static boolean hasOpen(Path process, Set<String> sockets) {
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
    } catch (IOException e) {
      return false;
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
