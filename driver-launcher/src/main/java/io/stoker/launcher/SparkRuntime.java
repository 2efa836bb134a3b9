package io.stoker.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory with {@code jars/} and {@code conf/log4j2.properties} from which drivers and
 * executors run.
 *
 * @param home absolute
 * @param sparkVersion as {@code 4.2.0}
 * @param digest SHA-256 over the sorted names and sizes of the jars, hex
 * @param moduleOptions JVM options without which Spark does not run on a modern Java
 */
public record SparkRuntime(
    Path home, String sparkVersion, String digest, List<String> moduleOptions) {
  private static final Pattern CORE_JAR = Pattern.compile("spark-core_([0-9.]+)-(.+)\\.jar");

  /** How the platform's own jars begin: the parts of it that drivers and executors load. */
  private static final Pattern PLATFORM_JAR =
      Pattern.compile("(?:spark-runtime|openapi|crash-points)-[0-9].*\\.jar");

  /**
   * Looks at the directory.
   *
   * @throws IOException saying what is missing there
   */
  public static SparkRuntime in(Path home) throws IOException {
    Path absolute = home.toAbsolutePath().normalize();
    SortedMap<String, Long> jars = jars(absolute);
    return new SparkRuntime(
        absolute,
        version(absolute, jars),
        digest(jars),
        ModuleOptions.read(absolute.resolve("jars"), jars.keySet()));
  }

  /**
   * Looks at names only: what a job names may hold anything, and nothing of it is to run in the
   * node's own JVM.
   *
   * @param moduleOptions as of the node's own Spark, whose Java it runs on
   * @throws IOException saying what is missing there
   */
  static SparkRuntime named(Path home, List<String> moduleOptions) throws IOException {
    Path absolute = home.toAbsolutePath().normalize();
    SortedMap<String, Long> jars = jars(absolute);
    return new SparkRuntime(absolute, version(absolute, jars), digest(jars), moduleOptions);
  }

  /** For {@code -cp}: the JVM itself expands the star. */
  String classPath() {
    return jars() + "/*";
  }

  Path jars() {
    return home.resolve("jars");
  }

  /** As {@code 2.13}; what its core jar is named after. */
  String scalaVersion() {
    return names().stream()
        .map(CORE_JAR::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .findFirst()
        .orElse("");
  }

  /**
   * Makes sure that drivers and executors of the platform itself can run from here.
   *
   * @throws IOException saying what is there instead
   */
  public void requirePlatformJars() throws IOException {
    if (platformJars().isEmpty()) {
      throw new IOException(
          "%s has the jars of Spark %s and not Stoker's (spark-runtime-*.jar): name the spark directory that Stoker came with; another Spark is for a job's sparkHome"
              .formatted(home, sparkVersion));
    }
  }

  /** What another distribution of Spark lacks. */
  List<Path> platformJars() {
    return names().stream()
        .filter(name -> PLATFORM_JAR.matcher(name).matches())
        .map(jars()::resolve)
        .toList();
  }

  private List<String> names() {
    String[] names = jars().toFile().list();
    return names == null ? List.of() : Stream.of(names).sorted().toList();
  }

  Path loggingConfiguration() {
    return home.resolve("conf").resolve("log4j2.properties");
  }

  private static SortedMap<String, Long> jars(Path home) throws IOException {
    SortedMap<String, Long> jars = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve("jars"), "*.jar")) {
      for (Path jar : files) {
        jars.put(jar.getFileName().toString(), Files.size(jar));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new IOException("There is no directory " + home.resolve("jars"), e);
    }
    return jars;
  }

  private static String version(Path home, SortedMap<String, Long> jars) throws IOException {
    return jars.keySet().stream()
        .map(CORE_JAR::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(2))
        .findFirst()
        .orElseThrow(
            () -> new IOException("There is no spark-core_*.jar in " + home.resolve("jars")));
  }

  private static String digest(SortedMap<String, Long> jars) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      jars.forEach(
          (name, size) ->
              sha256.update((name + " " + size + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
