package io.stoker.cluster;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.util.ArrayList;
import java.util.List;
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

  /** Refuses a description that no node can have. */
  void check() {
    List<Violation> violations = new ArrayList<>();
    if (!NAME.matcher(name).matches()) {
      violations.add(
          new Violation(
              "/name", "PATTERN", "must be 1 to 63 of lower-case letters, digits, dots, hyphens"));
    }
    if (host.isBlank()) {
      violations.add(new Violation("/host", "REQUIRED", "must be an address others reach it at"));
    }
    if (bootId.isBlank()) {
      violations.add(new Violation("/bootId", "REQUIRED", "must be the kernel's boot id"));
    }
    if (coresMilli <= 0) {
      violations.add(new Violation("/coresMilli", "TOO_SMALL", "must be more than 0"));
    }
    if (memoryBytes <= 0) {
      violations.add(new Violation("/memoryBytes", "TOO_SMALL", "must be more than 0"));
    }
    if (!violations.isEmpty()) {
      throw new StokerException(
          ErrorCode.VALIDATION_FAILED, "The node's description is wrong.", violations);
    }
  }
}
