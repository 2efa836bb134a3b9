package io.stoker.contract.driver;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program of the user's own, with what its driver's node fetches before the driver starts. */
public sealed interface UserProgram extends Program permits JarProgram, PythonProgram {

  /** What the program is called with, every reference resolved. */
  List<String> arguments();

  /** Jars of its class path, in this order. */
  List<Jar> jars();

  /** Files that driver and executors find by their names. */
  List<File> files();

  /** Jars that the driver fetches itself; null when none. */
  @Nullable Packages packages();

  /** Digests of all that the node fetches. */
  default Stream<String> digests() {
    return Stream.concat(jars().stream().map(Jar::sha256), files().stream().map(File::sha256));
  }

  /**
   * A jar of the class path.
   *
   * @param sha256 of its bytes, in hexadecimal: the artifact's id
   * @param name for people
   */
  record Jar(String sha256, String name) {}

  /**
   * A file beside the program.
   *
   * @param sha256 of its bytes, in hexadecimal: the artifact's id
   * @param name of the file, without a path
   */
  record File(String sha256, String name) {}
}
