package io.stoker.cli.machine;

import io.stoker.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Where the parts of Stoker lie: in an unpacked distribution, or in a repository that was built.
 *
 * @param root the directory of either
 * @param command how a person calls this command, for texts that name the next step
 */
public record Installation(Path root, String command) {

  private enum Layout {
    DISTRIBUTION(
        "lib/stoker-server.jar",
        "lib/stoker-node.jar",
        "spark",
        "%s is missing: unpack the distribution again"),
    REPOSITORY(
        "platform-api/target/platform-api-*-exec.jar",
        "executor-node/target/executor-node-*-exec.jar",
        "spark-runtime/target/spark",
        "%s is not built. Build it with: mvn -DskipTests package");

    private final String server;
    private final String node;
    private final String spark;
    private final String missing;

    Layout(String server, String node, String spark, String missing) {
      this.server = server;
      this.node = node;
      this.spark = spark;
      this.missing = missing;
    }
  }

  public Path serverJar() {
    return onlyFile(layout().server);
  }

  public Path nodeJar() {
    return onlyFile(layout().node);
  }

  public Path spark() {
    return existing(root.resolve(layout().spark));
  }

  /** The JVM that runs this command runs the services too. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Only a distribution has its jars in one place. */
  private Layout layout() {
    return Files.isDirectory(root.resolve("lib")) ? Layout.DISTRIBUTION : Layout.REPOSITORY;
  }

  private Path onlyFile(String pattern) {
    Path file = root.resolve(pattern);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            existing(file.resolveSibling("")), file.getFileName().toString())) {
      Iterator<Path> found = files.iterator();
      if (found.hasNext()) {
        return found.next();
      }
    } catch (IOException e) {
      throw new CommandException("Cannot read %s: %s".formatted(file, e), e);
    }
    throw missing(file);
  }

  private Path existing(Path path) {
    if (!Files.exists(path)) {
      throw missing(path);
    }
    return path;
  }

  private CommandException missing(Path path) {
    return new CommandException(layout().missing.formatted(path));
  }
}
