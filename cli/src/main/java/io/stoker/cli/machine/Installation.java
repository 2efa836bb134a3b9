package io.stoker.cli.machine;

import io.stoker.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Where the built parts of Stoker lie.
 *
 * @param root the repository's directory
 */
public record Installation(Path root) {
  public Path serverJar() {
    return onlyFile("platform-api/target", "platform-api-*-exec.jar");
  }

  public Path nodeJar() {
    return onlyFile("executor-node/target", "executor-node-*-exec.jar");
  }

  public Path spark() {
    return existing(root.resolve("spark-runtime/target/spark"));
  }

  /** The JVM that runs this command runs the services too. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private Path onlyFile(String directory, String glob) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(existing(root.resolve(directory)), glob)) {
      Iterator<Path> found = files.iterator();
      if (found.hasNext()) {
        return found.next();
      }
    } catch (IOException e) {
      throw new CommandException("Cannot read %s/%s: %s".formatted(root, directory, e), e);
    }
    throw notBuilt(root.resolve(directory).resolve(glob));
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw notBuilt(path);
    }
    return path;
  }

  private static CommandException notBuilt(Path path) {
    return new CommandException(
        "%s is not built. Build it with: mvn -DskipTests package".formatted(path));
  }
}
