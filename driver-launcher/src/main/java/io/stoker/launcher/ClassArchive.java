package io.stoker.launcher;

import io.stoker.launcher.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Spark's classes as the JVM holds them in memory, in a file that a JVM maps instead of unpacking,
 * parsing and verifying them out of 170 jars (JEP 350, "dynamic CDS archive"). It fits one Java and
 * the very jars it was made from, so its name is made of both; a JVM that finds it does not fit
 * goes on without.
 */
public final class ClassArchive {
  private static final String TRAINING_CLASS = "io.stoker.spark.archive.Training";
  private static final String SUFFIX = ".jsa";
  private static final int DIGITS = 16;

  /** From this heap on pointers are of another kind than in the archive. */
  private static final long LARGE_HEAP_BYTES = 32L << 30;

  private final LaunchSite site;

  public ClassArchive(LaunchSite site) {
    this.site = site;
  }

  /** Where all archives lie. */
  public Path directory() {
    return site.classArchives();
  }

  /**
   * Where the archive of today's jars and Java is, or will be.
   *
   * @throws IOException when the jars or the Java cannot be looked at
   */
  public Path file() throws IOException {
    try {
      List<String> parts = new ArrayList<>();
      parts.add(javaRelease());
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(site.runtime().jars())) {
        StreamSupport.stream(jars.spliterator(), false)
            .map(ClassArchive::fingerprint)
            .sorted()
            .forEach(parts::add);
      }
      return directory().resolve(family() + digest(String.join("\n", parts)) + SUFFIX);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether a file is an archive of this Java and this directory of jars, of whatever day. */
  public boolean isOfFamily(Path file) throws IOException {
    String name = file.getFileName().toString();
    return name.startsWith(family()) && name.endsWith(SUFFIX);
  }

  /**
   * How to make the archive: the process runs a small Spark program, writes the file and ends. It
   * also ends, without a file, when its standard input does.
   *
   * @param target the file to write; must not exist
   * @param temporary a directory of its own, which exists
   */
  public Command training(Path target, Path temporary) {
    List<String> line = new ArrayList<>(List.of("nice", "-n", "19", site.java()));
    line.addAll(site.runtime().moduleOptions());
    line.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(JvmOptions.of(site, temporary));
    line.add("-XX:ArchiveClassesAtExit=" + target);
    line.addAll(List.of("-Xlog:disable", "-Xlog:all=error")); // no line for each odd class
    line.addAll(List.of("-cp", site.runtime().classPath(), TRAINING_CLASS, temporary.toString()));
    Map<String, String> environment = Environment.of(site, new WorkPlace(temporary, temporary));
    environment.putAll(Environment.UI_ON_LOOPBACK);
    return new Command(line, environment);
  }

  /** For a JVM with Spark's jars; none while there is no archive. */
  List<String> options(long heapBytes) {
    try {
      Path file = file();
      return heapBytes < LARGE_HEAP_BYTES && Files.isReadable(file)
          // in a process's output nobody wants to read why a start was not faster
          ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds*=off")
          : List.of();
    } catch (IOException e) {
      return List.of(); // the start itself will tell better what is wrong with the jars
    }
  }

  private String family() throws IOException {
    return digest(javaRelease() + site.runtime().home()) + "-";
  }

  /** Which build of Java it is, in the words of its own file. */
  private String javaRelease() throws IOException {
    return Files.readString(site.javaHome().resolve("release"));
  }

  /** What a JVM too compares of a jar. */
  private static String fingerprint(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
