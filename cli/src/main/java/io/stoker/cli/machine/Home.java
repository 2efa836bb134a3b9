package io.stoker.cli.machine;

import io.stoker.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory of one platform with all its data.
 *
 * @param directory absolute, without links where it exists
 */
public record Home(Path directory) {
  /** One that may not exist yet; nothing is made. */
  public static Home at(Path directory) {
    try {
      return new Home(directory.toRealPath());
    } catch (IOException e) {
      return new Home(directory.toAbsolutePath().normalize());
    }
  }

  /** Makes it where it is missing, closed to others: credentials and data lie in it. */
  public Home create() {
    try {
      var closed =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(directory, closed);
      Files.createDirectories(logs(), closed);
      return new Home(directory.toRealPath());
    } catch (IOException e) {
      throw new CommandException(
          "Cannot make the home %s: %s. Choose another with --home.".formatted(directory, e), e);
    }
  }

  public Path serverFile() {
    return directory.resolve("run").resolve("server.json");
  }

  public Path joinToken() {
    return directory.resolve("run").resolve("join.token");
  }

  public Path postgres() {
    return directory.resolve("postgres");
  }

  public Path logs() {
    return directory.resolve("log");
  }

  public Path log(String service) {
    return logs().resolve(service + ".log");
  }

  public Path node(String name) {
    return directory.resolve("nodes").resolve(name);
  }

  /** Of all nodes of this machine: they start the same Spark with the same Java. */
  Path classArchives() {
    return directory.resolve("class-archives");
  }

  /** Homes of all nodes that ever ran here. */
  public List<Path> nodes() {
    List<Path> nodes = new ArrayList<>();
    try (DirectoryStream<Path> directories =
        Files.newDirectoryStream(directory.resolve("nodes"), Files::isDirectory)) {
      directories.forEach(nodes::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new CommandException("Cannot list %s/nodes: %s".formatted(directory, e), e);
    }
    nodes.sort(null);
    return nodes;
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
