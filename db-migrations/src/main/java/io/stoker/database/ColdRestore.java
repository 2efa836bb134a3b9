package io.stoker.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Puts what {@link ColdBackup} wrote into a home that has no database: all of it, or nothing. */
public final class ColdRestore {
  private ColdRestore() {}

  /**
   * Returns when the database can be started.
   *
   * @param home made when it is missing; must have no {@code postgres/}
   * @param beside the further files that the archive may hold; they replace what is there
   * @throws DatabaseException when the archive is not whole, or not for this version
   */
  public static void read(Path archive, Path home, List<Path> beside) {
    Path target = home.resolve("postgres");
    if (Files.exists(target)) {
      throw new DatabaseException(
          "%s exists already. Move it away first: a restore never replaces a database."
              .formatted(target));
    }
    try {
      Files.createDirectories(home, PostgresLayout.OWNED_DIRECTORY);
      Path staging = Files.createTempDirectory(home, ".restoring-");
      try {
        unpack(archive, staging);
        requireOurMajor(staging.resolve(ColdBackup.DATABASE + "data/PG_VERSION"));
        moveIn(staging, home, beside);
      } finally {
        Disk.deleteTree(staging);
      }
    } catch (IOException e) {
      throw new DatabaseException(
          "%s cannot be restored, and nothing was changed: %s".formatted(archive, e), e);
    }
  }

  private static void unpack(Path archive, Path staging) throws IOException {
    long entries = 0;
    String end = "";
    try (var tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))),
            StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals(ColdBackup.END)) {
          end = new String(tar.readAllBytes(), StandardCharsets.US_ASCII);
        } else {
          unpack(tar, entry, staging);
          entries++;
        }
      }
    }
    if (!end.equals(Long.toString(entries))) {
      throw new IOException("it is not a whole backup of Stoker");
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path staging)
      throws IOException {
    Path target = staging.resolve(entry.getName()).normalize();
    if (!target.startsWith(staging)) {
      throw new IOException("an entry leaves its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target, PostgresLayout.OWNED_DIRECTORY);
      return;
    }
    if (!entry.isFile()) {
      throw new IOException("an entry is neither file nor directory: " + entry.getName());
    }
    Files.createDirectories(target.resolveSibling(""), PostgresLayout.OWNED_DIRECTORY);
    Files.createFile(target, PostgresLayout.OWNER_ONLY);
    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    Disk.force(target);
  }

  private static void requireOurMajor(Path version) throws IOException {
    String major = Files.readString(version, StandardCharsets.US_ASCII).strip();
    if (!major.equals(PostgresBinaries.MAJOR)) {
      throw new IOException(
          "it is of PostgreSQL %s, this Stoker brings %s; restore it with the Stoker that wrote it"
              .formatted(major, PostgresBinaries.MAJOR));
    }
  }

  /** The database last: with it the home is restored. */
  private static void moveIn(Path staging, Path home, List<Path> beside) throws IOException {
    for (Path file : beside) {
      if (Files.exists(staging.resolve(file))) {
        Files.createDirectories(
            home.resolve(file).resolveSibling(""), PostgresLayout.OWNED_DIRECTORY);
        Files.move(staging.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(
        staging.resolve("postgres"), home.resolve("postgres"), StandardCopyOption.ATOMIC_MOVE);
  }
}
