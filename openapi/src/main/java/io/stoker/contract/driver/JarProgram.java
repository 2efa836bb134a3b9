package io.stoker.contract.driver;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A JAR job as its driver executes it.
 *
 * @param arguments of {@code main}, every reference resolved
 * @param jars that user classes are loaded from, in this order; the node has fetched them before
 *     the driver starts
 * @param files that driver and executors find by their names; fetched in the same way
 */
public record JarProgram(String mainClass, List<String> arguments, List<Jar> jars, List<File> files)
    implements Program {

  /** A platform that is a version behind knows of no files. */
  public JarProgram {
    files = Objects.requireNonNullElse(files, List.of());
  }

  /** Without files. */
  public JarProgram(String mainClass, List<String> arguments, List<Jar> jars) {
    this(mainClass, arguments, jars, List.of());
  }

  /**
   * A jar of the class path.
   *
   * @param sha256 of its bytes, in hexadecimal: the artifact's id
   * @param name for people
   */
  public record Jar(String sha256, String name) {}

  /**
   * A file beside the program.
   *
   * @param sha256 of its bytes, in hexadecimal: the artifact's id
   * @param name of the file, without a path
   */
  public record File(String sha256, String name) {}

  /** Digests of all that the node fetches. */
  public Stream<String> digests() {
    return Stream.concat(jars.stream().map(Jar::sha256), files.stream().map(File::sha256));
  }

  /** Arguments may be meant for the program alone. */
  @Override
  public String toString() {
    return "JarProgram[mainClass=" + mainClass + "]";
  }
}
