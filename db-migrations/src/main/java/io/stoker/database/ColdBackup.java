package io.stoker.database;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes an embedded PostgreSQL that is stopped, and what a home keeps beside it, into one archive:
 * everything from one moment. While it is written nobody can start that PostgreSQL.
 */
public final class ColdBackup {
  /** The last entry: an archive without it is not whole. It holds the number of those before it. */
  static final String END = "end";

  static final String DATABASE = "postgres/";
  private static final List<String> SECRETS = List.of("password", "superuser.password");
  private static final int OWNER_ONLY = 0600;

  private final PostgresLayout layout;
  private final List<Path> beside;
  private long entries;

  private ColdBackup(PostgresLayout layout, List<Path> beside) {
    this.layout = layout;
    this.beside = beside;
  }

  /**
   * Makes the archive complete or not at all.
   *
   * @param home whose {@code postgres/} is written
   * @param beside further files of the home; those that do not exist are left out
   * @param archive must not exist yet; readable for its owner only, since it holds secrets
   * @throws DatabaseException when a server uses the database, or there is none
   */
  public static void write(Path home, List<Path> beside, Path archive) {
    if (!Files.exists(home.resolve("postgres").resolve("data"))) {
      throw new DatabaseException(
          "%s has no embedded PostgreSQL. One of your own is backed up with its own tools."
              .formatted(home));
    }
    if (Files.exists(archive)) {
      throw new DatabaseException(archive + " exists already; choose another file.");
    }
    try {
      var layout = new PostgresLayout(home.resolve("postgres").toRealPath());
      DirectoryLock lock = DirectoryLock.take(layout.lock());
      try {
        requireStopped(layout);
        new ColdBackup(layout, beside).writeWhole(home, archive);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new DatabaseException("Cannot write %s: %s".formatted(archive, e), e);
    }
  }

  private static void requireStopped(PostgresLayout layout) throws IOException {
    if (!Postmaster.processesOf(layout.data()).isEmpty()) {
      throw new DatabaseException(
          "The PostgreSQL in %s runs. Stop it first (stoker down); a copy of a running one is none."
              .formatted(layout.directory()));
    }
  }

  private void writeWhole(Path home, Path archive) throws IOException {
    Path draft = archive.resolveSibling(archive.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try {
      Files.createFile(draft, PostgresLayout.OWNER_ONLY);
      try (OutputStream file = Files.newOutputStream(draft);
          var tar =
              new TarArchiveOutputStream(
                  new GZIPOutputStream(new BufferedOutputStream(file, 1 << 16), 1 << 16),
                  StandardCharsets.UTF_8.name())) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        write(home, tar);
      }
      Disk.force(draft);
      Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void write(Path home, TarArchiveOutputStream tar) throws IOException {
    for (String secret : SECRETS) {
      add(tar, layout.directory().resolve(secret), DATABASE + secret);
    }
    for (Path file : beside) {
      if (Files.exists(home.resolve(file))) {
        add(tar, home.resolve(file), file.toString());
      }
    }
    try (Stream<Path> tree = Files.walk(layout.data())) {
      for (Path path : tree.sorted().toList()) {
        if (!path.equals(Postmaster.pidFile(layout.data()))) {
          add(tar, path, DATABASE + layout.directory().relativize(path));
        }
      }
    }
    byte[] count = Long.toString(entries).getBytes(StandardCharsets.US_ASCII);
    var end = new TarArchiveEntry(END);
    end.setMode(OWNER_ONLY);
    end.setSize(count.length);
    tar.putArchiveEntry(end);
    tar.write(count);
    tar.closeArchiveEntry();
  }

  private void add(TarArchiveOutputStream tar, Path path, String name) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new DatabaseException(
          "%s is a link out of the data directory (a tablespace?); this backup cannot hold it."
              .formatted(path));
    }
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    var entry = new TarArchiveEntry(directory ? name + "/" : name);
    entry.setMode(directory ? 0700 : OWNER_ONLY);
    entry.setModTime(Files.getLastModifiedTime(path));
    if (!directory) {
      entry.setSize(Files.size(path));
    }
    tar.putArchiveEntry(entry);
    if (!directory) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
    entries++;
  }
}
