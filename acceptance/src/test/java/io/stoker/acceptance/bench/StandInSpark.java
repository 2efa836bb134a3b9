package io.stoker.acceptance.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * What nodes start in place of Spark: a directory with {@code jars/} whose main classes are the
 * stand-ins', so that node, launcher and command lines are the real ones.
 *
 * @param home for {@code stoker.node.spark-home}; holds the witness log too
 */
record StandInSpark(Path home) {
  private static final Path CLASSES = Path.of("target", "test-classes");

  /** What the stand-ins' JSON library consists of. */
  private static final List<String> LIBRARIES =
      List.of(
          "tools.jackson.databind.ObjectMapper",
          "tools.jackson.core.JsonParser",
          "com.fasterxml.jackson.annotation.JsonProperty");

  static StandInSpark in(Path home) {
    try {
      Path jars = Files.createDirectories(home.resolve("jars"));
      jar(
          jars.resolve("spark-core_2.13-4.2.0.jar"),
          "io/stoker/acceptance/standin",
          "org/apache/spark/executor");
      jar(jars.resolve("spark-runtime-0.jar"), "io/stoker/spark", "io/stoker/spark/shuffle");
      jar(jars.resolve("spark-launcher_2.13-4.2.0.jar"), "org/apache/spark/launcher");
      for (String library : LIBRARIES) {
        Path jar = jarOf(library);
        Files.copy(jar, jars.resolve(jar.getFileName()));
      }
      return new StandInSpark(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path witness() {
    return home.resolve("witness.jsonl");
  }

  private static void jar(Path file, String... packages) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (String directory : packages) {
        for (Path type : classes(directory)) {
          jar.putNextEntry(new ZipEntry(CLASSES.relativize(type).toString()));
          Files.copy(type, jar);
          jar.closeEntry();
        }
      }
    }
  }

  private static List<Path> classes(String directory) throws IOException {
    try (Stream<Path> files = Files.list(CLASSES.resolve(directory))) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static Path jarOf(String type) {
    try {
      return Path.of(
          Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
