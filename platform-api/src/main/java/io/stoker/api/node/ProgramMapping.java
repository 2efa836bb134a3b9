package io.stoker.api.node;

import io.stoker.artifact.Artifact;
import io.stoker.artifact.Artifacts;
import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.Packages;
import io.stoker.contract.driver.Program;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.job.JobSpec;
import io.stoker.job.PackageRepositories;
import io.stoker.run.LaunchDetails;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From a job's program and its run's values to what the driver executes. */
@Component
class ProgramMapping {
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,124}\\.py");

  private final Artifacts artifacts;
  private final PackageRepositories repositories;

  ProgramMapping(Artifacts artifacts, PackageRepositories repositories) {
    this.artifacts = artifacts;
    this.repositories = repositories;
  }

  Program of(LaunchDetails details) {
    JobSpec.Application application = details.spec().application();
    if (application instanceof JobSpec.Jar jar) {
      return jar(jar, details);
    }
    return application instanceof JobSpec.Python python
        ? python(python, details)
        : sql((JobSpec.Sql) application, details);
  }

  private JarProgram jar(JobSpec.Jar jar, LaunchDetails details) {
    return new JarProgram(
        jar.mainClass(),
        details.resolved(jar.arguments()),
        jars(jar.classPath()),
        files(jar.files()),
        packages(jar.packages()));
  }

  private PythonProgram python(JobSpec.Python python, LaunchDetails details) {
    return new PythonProgram(
        new UserProgram.File(python.file(), sourceName(python.file())),
        details.resolved(python.arguments()),
        files(python.pyFiles()),
        jars(python.jars()),
        files(python.files()),
        packages(python.packages()));
  }

  /** What tracebacks are to name it by. */
  private String sourceName(String file) {
    String name = artifact(artifacts.known(Set.of(file)), file).name();
    return SOURCE.matcher(name).matches() ? name : "program.py";
  }

  private List<UserProgram.Jar> jars(List<String> ids) {
    Map<String, Artifact> known = artifacts.known(ids);
    return ids.stream().map(id -> new UserProgram.Jar(id, artifact(known, id).name())).toList();
  }

  /** By what is allowed now, and not when the revision was made. */
  private @Nullable Packages packages(JobSpec.@Nullable Packages packages) {
    return packages == null
        ? null
        : new Packages(packages.coordinates(), repositories.of(packages));
  }

  /** A revision keeps what it names. */
  private static Artifact artifact(Map<String, Artifact> known, String id) {
    return Objects.requireNonNull(known.get(id));
  }

  private static List<UserProgram.File> files(Map<String, String> named) {
    return named.entrySet().stream()
        .map(file -> new UserProgram.File(file.getValue(), file.getKey()))
        .toList();
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
