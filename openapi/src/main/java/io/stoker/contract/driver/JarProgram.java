package io.stoker.contract.driver;

import java.util.List;
import java.util.Objects;

/**
 * A JAR job as its driver executes it.
 *
 * @param arguments of {@code main}, every reference resolved
 * @param jars that user classes are loaded from, in this order; the node has fetched them before
 *     the driver starts
 * @param files that driver and executors find by their names; fetched in the same way
 */
public record JarProgram(String mainClass, List<String> arguments, List<Jar> jars, List<File> files)
    implements UserProgram {

  /** A platform that is a version behind knows of no files. */
  public JarProgram {
    files = Objects.requireNonNullElse(files, List.of());
  }

  /** Without files. */
  public JarProgram(String mainClass, List<String> arguments, List<Jar> jars) {
    this(mainClass, arguments, jars, List.of());
  }

  /** Arguments may be meant for the program alone. */
  @Override
  public String toString() {
    return "JarProgram[mainClass=" + mainClass + "]";
  }
}
