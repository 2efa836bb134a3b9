package io.stoker.launcher;

import java.nio.file.Path;

/**
 * The directories of one process.
 *
 * @param own its records and settings; gone with the assignment
 * @param local Spark's scratch space, shared by the application's processes on this node; gone with
 *     the last of them
 */
public record WorkPlace(Path own, Path local) {

  /** Where the jar of an artifact stands before the driver that needs it starts. */
  public Path jar(String sha256) {
    return own.resolve("jars").resolve(sha256 + ".jar");
  }

  /** Where an artifact stands that the program finds by a name. */
  public Path file(String name) {
    return own.resolve("files").resolve(name);
  }

  /** Where the file stands that an interpreter runs: it finds its directory in its module path. */
  public Path program(String name) {
    return own.resolve("program").resolve(name);
  }

  /** Where a module stands, or a zip of them. */
  public Path pyFile(String name) {
    return own.resolve("pyfiles").resolve(name);
  }

  /**
   * Where the process writes the port of its pages on loopback, as a decimal number with a line
   * feed; 0 when it has none.
   */
  public Path uiPort() {
    return uiPort(own);
  }

  /** The same of a process with this directory of its own. */
  public static Path uiPort(Path own) {
    return own.resolve("ui.port");
  }

  /** Where native libraries are unpacked: under the node's home, so that a kill leaves nothing. */
  Path temporary() {
    return own.resolve("work");
  }
}
