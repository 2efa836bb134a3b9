package io.stoker.node.ui;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who listens on a port of this machine, from {@code /proc}. */
final class Listeners {
  private static final String LISTENING = "0A";

  /** 127.0.0.1, as a socket of each family has it. */
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F");

  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Listeners() {}

  /**
   * Whether it is this process: a number in a file may be wrong, or have become another process's.
   */
  static boolean isOf(long pid, int port) {
    try {
      Set<String> sockets = sockets(Path.of("/proc", Long.toString(pid), "net"), port);
      return !sockets.isEmpty() && hasOpen(Path.of("/proc", Long.toString(pid), "fd"), sockets);
    } catch (IOException e) {
      return false; // it has just gone
    }
  }

  /**
   * At the address that is asked: on another one that begins with 127 the same number is another
   * process's.
   */
  private static Set<String> sockets(Path net, int port) throws IOException {
    String end = ":" + HexFormat.of().toHexDigits((short) port).toUpperCase(Locale.ROOT);
    Set<String> found = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = net.resolve(table);
      if (!Files.exists(file)) {
        continue; // a kernel without IPv6
      }
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > INODE
            && LOOPBACK.contains(fields[ADDRESS].replace(end, ""))
            && fields[STATE].equals(LISTENING)) {
          found.add("socket:[" + fields[INODE] + "]");
        }
      }
    }
    return found;
  }

  private static boolean hasOpen(Path descriptors, Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        if (sockets.contains(target(descriptor))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
