package io.stoker.artifact;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads a file's list of entries and its manifest; nothing of it is unpacked. */
final class JarCheck {
  /** Some 300,000 entries; it is read into memory. */
  private static final long LARGEST_DIRECTORY = 32L << 20;

  private static final int LARGEST_MANIFEST = 1 << 20;

  private JarCheck() {}

  /**
   * The main class that a jar's manifest names; null when it names none.
   *
   * @throws StokerException NOT_A_JAR, saying what was found instead
   */
  static @Nullable String mainClass(Path file) throws IOException {
    OptionalLong directory = CentralDirectory.bytes(file);
    if (directory.isEmpty()) {
      throw notAJar("What was sent is " + FirstBytes.describe(file));
    }
    if (directory.getAsLong() > LARGEST_DIRECTORY) {
      throw notAJar("Its list of entries takes more than 32 MiB");
    }
    return read(file);
  }

  private static @Nullable String read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() == 0) {
        throw notAJar("It is a zip file without any entry");
      }
      ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
      return manifest == null ? null : mainClass(zip, manifest);
    } catch (ZipException e) {
      throw notAJar("It ends like a zip file, but its list of entries is broken");
    }
  }

  private static @Nullable String mainClass(ZipFile zip, ZipEntry entry) throws IOException {
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes(LARGEST_MANIFEST + 1);
    }
    if (bytes.length > LARGEST_MANIFEST) {
      throw notAJar("Its manifest has more than 1 MiB");
    }
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      String name = new Manifest(in).getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      return name == null || name.isBlank() ? null : name.strip();
    } catch (IOException e) {
      throw notAJar("Its META-INF/MANIFEST.MF is no manifest");
    }
  }

  private static StokerException notAJar(String found) {
    return new StokerException(
        ErrorCode.NOT_A_JAR, "The body must be a jar: a zip file of classes. " + found + ".");
  }
}
