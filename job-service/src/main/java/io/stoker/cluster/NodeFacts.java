package io.stoker.cluster;

import io.stoker.error.Violations;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a node says of itself.
 *
 * @param host address that its processes bind to and are reached at
 * @param bootId of the machine's kernel: a change means that every earlier process is gone
 * @param coresMilli cores for processes, in thousandths
 * @param memoryBytes memory for processes
 * @param runtimeDigest of its Spark jar directory
 */
public record NodeFacts(
    String name,
    String host,
    String bootId,
    long coresMilli,
    long memoryBytes,
    Map<String, String> labels,
    int javaMajor,
    String sparkVersion,
    String runtimeDigest) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,63}");

  /**
   * What no node can have.
   *
   * @param at JSON pointer of the description
   */
  Violations violations(String at) {
    Violations violations = new Violations();
    if (!NAME.matcher(name).matches()) {
      violations.add(
          at + "/name", "PATTERN", "must be 1 to 63 lower-case letters, digits, dots and hyphens");
    }
    if (host.isBlank()) {
      violations.add(at + "/host", "REQUIRED", "must be the address that others reach the node at");
    }
    if (bootId.isBlank()) {
      violations.add(at + "/bootId", "REQUIRED", "must be the boot id of the node's kernel");
    }
    if (coresMilli <= 0) {
      violations.add(at + "/coresMilli", "TOO_SMALL", "must be more than 0");
    }
    if (memoryBytes <= 0) {
      violations.add(at + "/memoryBytes", "TOO_SMALL", "must be more than 0");
    }
    return violations;
  }
}
