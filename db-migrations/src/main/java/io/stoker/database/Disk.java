package io.stoker.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** What a disk must give before work on it starts. */
final class Disk {
  private static final long MIB = 1024 * 1024;

  private Disk() {}

  /** Fails before anything is half written. */
  static void requireFree(Path directory, long mebibytes) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace() / MIB;
    if (free < mebibytes) {
      throw new DatabaseException(
          "%s has %d MiB free, PostgreSQL needs %d MiB to start. Free some, or choose another --home."
              .formatted(directory, free, mebibytes));
    }
  }

  /** Returns when what was written to a file would survive a loss of power. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
