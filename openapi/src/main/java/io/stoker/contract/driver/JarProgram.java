package io.stoker.contract.driver;

import java.util.List;

/**
 * A JAR job as its driver executes it.
 *
 * @param arguments of {@code main}, every reference resolved
 * @param jars that user classes are loaded from, in this order; the node has fetched them before
 *     the driver starts
 */
public record JarProgram(String mainClass, List<String> arguments, List<Jar> jars)
    implements Program {

  /**
   * A jar of the class path.
   *
   * @param sha256 of its bytes, in hexadecimal: the artifact's id
   * @param name for people
   */
  public record Jar(String sha256, String name) {}

  /** Arguments may be meant for the program alone. */
  @Override
  public String toString() {
    return "JarProgram[mainClass=" + mainClass + "]";
  }
}
