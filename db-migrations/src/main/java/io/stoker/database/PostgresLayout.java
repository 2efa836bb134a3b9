package io.stoker.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Where everything of one embedded PostgreSQL lies.
 *
 * @param directory absolute and real, 0700
 */
record PostgresLayout(Path directory) {
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  static final FileAttribute<Set<PosixFilePermission>> OWNED_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final long LARGE_LOG = 16L * 1024 * 1024;

  static PostgresLayout create(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    return new PostgresLayout(directory.toRealPath());
  }

  Path data() {
    return directory.resolve("data");
  }

  /** A cluster being made; it becomes {@link #data} when it is complete. */
  Path staging() {
    return directory.resolve("data.new");
  }

  Path log() {
    return directory.resolve("postgres.log");
  }

  Path lock() {
    return directory.resolve("lock");
  }

  Path binaries() {
    return directory.resolve("binaries");
  }

  /** Password of the role and owner {@code stoker}. */
  Path password() {
    return directory.resolve("password");
  }

  /** Password of PostgreSQL's superuser {@code postgres}, for backups and repairs. */
  Path superuserPassword() {
    return directory.resolve("superuser.password");
  }

  static String readSecret(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  /** Written whole, and never readable by others, not even for a moment. */
  static void writeSecret(Path file, String secret) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, OWNER_ONLY);
    Files.writeString(fresh, secret + "\n", StandardCharsets.US_ASCII);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Keeps one older log, so that the log of a server that runs for years stays small. */
  void rollLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LARGE_LOG) {
      Files.move(log(), directory.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "(no log)";
    }
  }
}
