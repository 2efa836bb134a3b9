package io.stoker.cluster;

import io.stoker.error.Violations;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself.
 *
 * @param host address that its processes bind to and are reached at
 * @param bootId of the machine's kernel: a change means that every earlier process is gone
 * @param homeId tells its home from a copy of it on the same machine; null when it does not say
 * @param coresMilli cores for processes, in thousandths
 * @param memoryBytes memory for processes
 * @param runtimeDigest of its Spark jar directory
 * @param memoryEnforcement what it does about processes that hold more memory than they own:
 *     CGROUP_V2, CGROUP_V1, WATCHED or NONE
 * @param python its interpreter, as far as it knows
 */
public record NodeFacts(
    String name,
    String host,
    String bootId,
    @Nullable String homeId,
    long coresMilli,
    long memoryBytes,
    Map<String, String> labels,
    int javaMajor,
    String sparkVersion,
    String runtimeDigest,
    String memoryEnforcement,
    NodePython python) {
  /** The label that says where a node stands: what is there is nearer to it than the rest. */
  public static final String RACK = "rack";

  private static final List<String> ENFORCEMENTS =
      List.of("CGROUP_V2", "CGROUP_V1", "WATCHED", "NONE");
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,63}");
  private static final Pattern HOME = Pattern.compile("[A-Za-z0-9:._-]{1,64}");

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
    if (homeId != null && !HOME.matcher(homeId).matches()) {
      violations.add(
          at + "/homeId", "PATTERN", "must be 1 to 64 letters, digits, colons, dots, _ and -");
    }
    if (coresMilli <= 0) {
      violations.add(at + "/coresMilli", "TOO_SMALL", "must be more than 0");
    }
    if (memoryBytes <= 0) {
      violations.add(at + "/memoryBytes", "TOO_SMALL", "must be more than 0");
    }
    if (!ENFORCEMENTS.contains(memoryEnforcement)) {
      violations.add(at + "/memoryEnforcement", "UNKNOWN_WORD", "must be one of " + ENFORCEMENTS);
    }
    return violations;
  }
}
