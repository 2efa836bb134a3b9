package io.stoker.run;

import io.stoker.job.ArgumentText;
import io.stoker.job.JobSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a node must be told to start a process of a live attempt.
 *
 * @param attempt number of the attempt in its run
 * @param token the driver's bearer token
 * @param authSecret Spark's RPC secret
 * @param sparkConf the run's effective settings
 * @param parameters values by name
 * @param outputDirectory URI of the attempt's directory for result files, ends with /
 * @param driverUrl where executors connect; null until the driver has said so
 * @param javaOptions for each executor's JVM
 * @param environment for each executor's process
 */
public record LaunchDetails(
    UUID jobId,
    UUID runId,
    String step,
    int attempt,
    long fence,
    String token,
    String authSecret,
    Map<String, String> sparkConf,
    JobSpec spec,
    Map<String, Argument> parameters,
    String outputDirectory,
    @Nullable String driverUrl,
    List<String> javaOptions,
    Map<String, String> environment) {

  /** A program's arguments with the values of this attempt in the place of references. */
  public List<String> resolved(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    values.put("job.name", spec.name());
    values.put("run.id", runId.toString());
    values.put("run.output", outputDirectory);
    values.put("run.attempt", String.valueOf(attempt));
    values.put("run.fence", String.valueOf(fence));
    parameters.forEach((name, it) -> values.put(ArgumentText.PARAMETER + name, it.text()));
    return arguments.stream().map(text -> new ArgumentText(text).resolved(values)).toList();
  }

  @Override
  public String toString() {
    return "LaunchDetails[fence=" + fence + "]";
  }
}
