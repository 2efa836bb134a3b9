package io.stoker.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once from the class path into a directory named by the digest of
 * the packed form, so that an upgrade never writes over programs that still run.
 *
 * @param home contains {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
  /** The major version of the packaged programs, as {@code PG_VERSION} of a data directory. */
  static final String MAJOR = "18";

  private static final String RESOURCE = "/postgres-linux-x86_64.txz";

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /**
   * @param root where the unpacked versions lie beside each other
   */
  static PostgresBinaries unpackInto(Path root) throws IOException {
    return unpackInto(root, RESOURCE);
  }

  /**
   * @param packed name of the resource that holds them
   */
  static PostgresBinaries unpackInto(Path root, String packed) throws IOException {
    requireSupportedMachine(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    Files.createDirectories(root);
    var binaries = new PostgresBinaries(root.resolve(digest(packed).substring(0, 16)));
    if (!Files.isExecutable(binaries.program("postgres"))) {
      Disk.requireFree(root, 128);
      unpack(packed, root, binaries.home);
    }
    return binaries;
  }

  static void requireSupportedMachine(String os, String architecture) {
    if (!os.equals("Linux") || !architecture.equals("amd64")) {
      throw new DatabaseException(
          "The embedded PostgreSQL is built for linux-amd64 and this is %s-%s."
                  .formatted(os, architecture)
              + " Install PostgreSQL %s and set stoker.database.url, .username and .password."
                  .formatted(MAJOR));
    }
  }

  private static void unpack(String packed, Path root, Path target) throws IOException {
    Path staging = Files.createTempDirectory(root, ".unpacking-");
    try {
      try (var tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(new BufferedInputStream(resource(packed))))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, staging);
        }
      }
      publish(staging, target);
    } finally {
      Disk.deleteTree(staging);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("Entry leaves its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolve("..").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Losing the race to another process is fine: both unpacked the same bytes. */
  private static void publish(Path staging, Path target) throws IOException {
    Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      if (!Files.isExecutable(new PostgresBinaries(target).program("postgres"))) {
        throw e;
      }
    }
  }

  private static String digest(String packed) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
    try (var in = new DigestInputStream(resource(packed), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static InputStream resource(String name) {
    InputStream in = PostgresBinaries.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is missing from the class path");
    }
    return in;
  }
}
