package io.stoker.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * An interpreter for the nodes of tests: the machine's own, with a stand-in for pyspark that speaks
 * py4j's protocol. Where the machine has none, its nodes have none.
 */
public final class StandInPython {
  private static final Path REAL = Path.of("/usr/bin/python3");
  private static final Path PACKAGES =
      Packaged.REPOSITORY.resolve("spark-runtime/src/test/resources/python");

  private StandInPython() {}

  public static boolean isThere() {
    return Files.isExecutable(REAL);
  }

  /** The settings of a node that has it. */
  static List<String> settings() {
    return isThere() ? List.of("--stoker.node.python=" + script()) : List.of();
  }

  private static Path script() {
    try {
      Path directory = Files.createDirectories(Path.of("target", "python").toAbsolutePath());
      Path made = Files.createTempFile(directory, "python", null);
      Files.writeString(
          made,
          "#!/bin/sh\nexec env PYTHONPATH='%s':\"$PYTHONPATH\" %s \"$@\"\n"
              .formatted(PACKAGES, REAL));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Files.move(made, directory.resolve("python3"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
