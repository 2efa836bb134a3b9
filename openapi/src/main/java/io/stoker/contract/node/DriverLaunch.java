package io.stoker.contract.node;

import io.stoker.contract.driver.Program;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node needs to start a driver.
 *
 * @param attempt number of the attempt in its run
 * @param attemptToken bearer token of this attempt; goes into the child's environment
 * @param authSecret Spark's RPC secret of this attempt; goes into the child's environment
 * @param coresMilli cores it owns, in thousandths
 * @param heapBytes the JVM's -Xmx
 * @param memoryBytes heap and overhead, owned on the node
 * @param sparkConf effective settings of the run; the node adds its host, ports and directories
 * @param outputDirectory URI of this attempt's private directory, ends with /
 * @param eventLogDirectory URI of the directory for event logs; null when there is to be none
 * @param sparkHome the Spark distribution to run from; null when the node's own
 */
public record DriverLaunch(
    int attempt,
    String step,
    String attemptToken,
    String authSecret,
    long coresMilli,
    long heapBytes,
    long memoryBytes,
    Map<String, String> sparkConf,
    String outputDirectory,
    Program program,
    @Nullable String eventLogDirectory,
    @Nullable String sparkHome) {
  @Override
  public String toString() {
    return "DriverLaunch[attempt=" + attempt + ", step=" + step + "]";
  }
}
