package io.stoker.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Java homes for the nodes of tests, whose {@code java} is the real one with options that no
 * setting of a job could add. Drivers and executors of tests live for seconds, so none of them has
 * the optimizing compiler, which takes two thirds of such a JVM's time; and all nodes share the
 * archives of Spark's classes.
 */
public final class SparkJava {
  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";
  private static final Path SHARED = Path.of("target", "java").toAbsolutePath();

  /** What the nodes of all tests share. */
  public static final Path ARCHIVES = Path.of("target", "class-archives").toAbsolutePath();

  private SparkJava() {}

  /** The settings of a node that runs Spark. */
  public static List<String> settings() {
    return settings(SHARED, List.of(), "1s");
  }

  /**
   * The same with options of its own; it uses archives and makes none.
   *
   * @param directory for its Java home
   */
  public static List<String> settings(Path directory, String option) {
    return settings(directory, List.of(option), "1h");
  }

  private static List<String> settings(Path directory, List<String> options, String archiveAfter) {
    return List.of(
        "--stoker.node.java-home=" + home(directory, options),
        "--stoker.node.class-archives=" + ARCHIVES,
        "--stoker.node.archive-after=" + archiveAfter);
  }

  private static Path home(Path directory, List<String> options) {
    List<String> words = new ArrayList<>(List.of(Packaged.java().toString(), ONE_COMPILER));
    words.addAll(options);
    String quoted = words.stream().map(w -> "'" + w + "'").collect(Collectors.joining(" "));
    try {
      Path bin = Files.createDirectories(directory.resolve("bin"));
      Path made = Files.createTempFile(bin, "java", null);
      Files.writeString(made, "#!/bin/sh\nexec %s \"$@\"\n".formatted(quoted));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(made, bin.resolve("java"), StandardCopyOption.ATOMIC_MOVE);
      Path real = Path.of(System.getProperty("java.home"));
      Files.copy(
          real.resolve("release"),
          directory.resolve("release"),
          StandardCopyOption.REPLACE_EXISTING);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
