package io.stoker.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Spark as somebody else has it: the packaged jars without the platform's, as links. */
public final class PlainSpark {
  private static final String OURS = "(spark-runtime|openapi|crash-points)-.*";
  private static final String CORE = "spark-core_.*";

  private PlainSpark() {}

  /** Makes {@code jars/} in a directory. */
  public static Path in(Path home) {
    try {
      Path jars = Files.createDirectories(home.resolve("jars"));
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Packaged.spark().resolve("jars"))) {
        for (Path jar : all) {
          if (!jar.getFileName().toString().matches(OURS)) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
          }
        }
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same under the name of another version, by which a node tells them apart. It is Spark 4 in
   * truth, whose own submit does what any other's does.
   *
   * @param core name of the jar with Spark's core
   */
  public static Path named(String core, Path home) {
    in(home);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("jars"))) {
      for (Path jar : jars) {
        if (jar.getFileName().toString().matches(CORE)) {
          Files.move(jar, jar.resolveSibling(core));
        }
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
