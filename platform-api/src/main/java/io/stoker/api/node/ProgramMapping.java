package io.stoker.api.node;

import io.stoker.artifact.Artifact;
import io.stoker.artifact.Artifacts;
import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.Program;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.job.JobSpec;
import io.stoker.run.LaunchDetails;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** From a job's program and its run's values to what the driver executes. */
@Component
class ProgramMapping {
  private final Artifacts artifacts;

  ProgramMapping(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  Program of(LaunchDetails details) {
    return details.spec().application() instanceof JobSpec.Jar jar
        ? jar(jar, details)
        : sql((JobSpec.Sql) details.spec().application(), details);
  }

  private JarProgram jar(JobSpec.Jar jar, LaunchDetails details) {
    Map<String, Artifact> known = artifacts.known(jar.artifacts());
    List<JarProgram.Jar> jars =
        jar.classPath().stream()
            .map(known::get)
            .map(Objects::requireNonNull)
            .map(artifact -> new JarProgram.Jar(artifact.id(), artifact.name()))
            .toList();
    List<JarProgram.File> files =
        jar.files().entrySet().stream()
            .map(file -> new JarProgram.File(file.getValue(), file.getKey()))
            .toList();
    return new JarProgram(jar.mainClass(), details.resolved(jar.arguments()), jars, files);
  }

  private static SqlProgram sql(JobSpec.Sql sql, LaunchDetails details) {
    JobSpec.Output output = details.spec().result();
    Map<String, SqlProgram.Value> parameters =
        details.parameters().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        new SqlProgram.Value(
                            entry.getValue().type().word(), entry.getValue().text())));
    return new SqlProgram(
        sql.inputs().stream().map(ProgramMapping::input).toList(),
        sql.script(),
        parameters,
        output == null
            ? null
            : new SqlProgram.Output(output.format(), output.partitionBy(), output.options()));
  }

  private static SqlProgram.Input input(JobSpec.Input input) {
    return new SqlProgram.Input(
        input.view(), input.format(), input.path(), input.options(), input.schema());
  }
}
