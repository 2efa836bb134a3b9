package io.stoker.launcher;

import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The interpreter of a node, whichever it is and wherever it stands, under one name that is the
 * same on all nodes: Spark tells executors by name which one its driver has. A script and no link,
 * since an interpreter looks beside its own path for the packages that it has.
 *
 * @param directory of that script; on the path of the node's processes
 */
public record PythonInterpreter(Path directory) {
  /** The name. */
  public static final String COMMAND = "stoker-python";

  /** Of {@code python/lib} in a Spark distribution, where its own pyspark may be. */
  private static final List<String> PACKAGES = List.of("pyspark.zip", "py4j-0.10.9.9-src.zip");

  /** Where an interpreter stands that is named by a path, or found as processes would find it. */
  public static Optional<Path> find(String interpreter) {
    Stream<Path> candidates =
        interpreter.contains("/")
            ? Stream.of(Path.of(interpreter).toAbsolutePath())
            : Stream.of(Environment.PATH.split(":", -1))
                .map(directory -> Path.of(directory, interpreter));
    return candidates
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  /** Has processes use an interpreter from now on. */
  public void use(Path interpreter) throws IOException {
    PrivateFiles.createDirectories(directory);
    Path script = directory.resolve(COMMAND);
    String text = "#!/bin/sh\nexec %s \"$@\"\n".formatted(quoted(interpreter.toString()));
    if (Files.exists(script) && Files.readString(script).equals(text)) {
      return;
    }
    Path fresh = directory.resolve(COMMAND + ".new");
    Files.deleteIfExists(fresh);
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(fresh, script, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Executes a text of Python as the program of a driver would be: with Spark's own packages. */
  public static Command evaluate(Path interpreter, SparkRuntime spark, String text) {
    String packages =
        PACKAGES.stream()
            .map(name -> spark.home().resolve("python").resolve("lib").resolve(name).toString())
            .reduce((a, b) -> a + ":" + b)
            .orElseThrow();
    return new Command(
        List.of(interpreter.toString(), "-c", text),
        Map.of(
            "PATH",
            Environment.PATH,
            "LANG",
            "C.UTF-8",
            "HOME",
            System.getProperty("user.home"),
            "PYTHONPATH",
            packages));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
