package io.stoker.contract.driver;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JAR job as its driver executes it.
 *
 * @param arguments of {@code main}, every reference resolved
 * @param jars that user classes are loaded from, in this order; the node has fetched them before
 *     the driver starts
 * @param files that driver and executors find by their names; fetched in the same way
 * @param packages that the driver fetches itself; null when none
 */
public record JarProgram(
    String mainClass,
    List<String> arguments,
    List<Jar> jars,
    List<File> files,
    @Nullable Packages packages)
    implements UserProgram {

  /** A platform that is a version behind knows of no files. */
  public JarProgram {
    files = Objects.requireNonNullElse(files, List.of());
  }

  /** With files and without packages. */
  public JarProgram(String mainClass, List<String> arguments, List<Jar> jars, List<File> files) {
    this(mainClass, arguments, jars, files, null);
  }

  /** Without files. */
  public JarProgram(String mainClass, List<String> arguments, List<Jar> jars) {
    this(mainClass, arguments, jars, List.of(), null);
  }

  /** Arguments may be meant for the program alone. */
  @Override
  public String toString() {
    return "JarProgram[mainClass=" + mainClass + "]";
  }
}
