package io.stoker.api.job;

import io.stoker.contract.job.Application;
import io.stoker.contract.job.ConcurrencySpec;
import io.stoker.contract.job.InputView;
import io.stoker.contract.job.JarApplication;
import io.stoker.contract.job.JobDefinition;
import io.stoker.contract.job.JobResource;
import io.stoker.contract.job.ParameterSpec;
import io.stoker.contract.job.PythonApplication;
import io.stoker.contract.job.ResultSpec;
import io.stoker.contract.job.RetrySpec;
import io.stoker.contract.job.RevisionResource;
import io.stoker.contract.job.SqlApplication;
import io.stoker.job.Job;
import io.stoker.job.JobDraft;
import io.stoker.job.JobRevision;
import io.stoker.job.JobSpec;
import io.stoker.job.OtherMaster;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From the contract's records to the domain's and back. */
final class JobMapping {
  private JobMapping() {}

  /** Ids of all artifacts that a definition names, whether there are such or not. */
  static Set<String> artifacts(JobDefinition job) {
    Set<String> ids = new HashSet<>();
    if (job.application() instanceof JarApplication jar) {
      ids.add(jar.artifact());
      add(ids, jar.jars(), jar.files());
    } else if (job.application() instanceof PythonApplication python) {
      ids.add(python.file());
      add(ids, python.jars(), python.files());
      add(ids, null, python.pyFiles());
    }
    ids.remove(null);
    return ids;
  }

  private static void add(
      Set<String> ids, @Nullable List<String> jars, @Nullable Map<String, String> files) {
    ids.addAll(Objects.requireNonNullElse(jars, List.of()));
    ids.addAll(Objects.requireNonNullElse(files, Map.<String, String>of()).values());
  }

  /**
   * What somebody wrote.
   *
   * @param known what its program may refer to
   */
  static JobDraft draft(JobDefinition job, JobDraft.Known known) {
    return new JobDraft(
        job.name(),
        job.queue(),
        job.labels(),
        optional(job.application(), it -> draft(it, known)),
        optional(job.result(), JobMapping::draft),
        optional(job.parameters(), parameters -> values(parameters, JobMapping::draft)),
        optional(job.driver(), SizingMapping::draft),
        optional(job.executor(), SizingMapping::draft),
        job.placement(),
        optional(job.dynamicAllocation(), SizingMapping::draft),
        job.sparkConf(),
        cluster(job),
        optional(job.retry(), it -> new JobDraft.Retry(it.maxAttempts(), it.backoff())),
        job.timeout(),
        optional(job.concurrency(), it -> new JobDraft.Concurrency(it.policy(), it.max())),
        job.exclusive());
  }

  static JobResource resource(Job job) {
    JobRevision current = job.current();
    return new JobResource(
        job.id(),
        job.name(),
        current.number(),
        definition(current.spec()),
        job.createdAt(),
        current.createdAt());
  }

  static RevisionResource resource(JobRevision revision) {
    return new RevisionResource(
        revision.number(), definition(revision.spec()), revision.createdAt(), revision.createdBy());
  }

  /** With every default filled in, so that sending it back changes nothing. */
  static JobDefinition definition(JobSpec spec) {
    OtherMaster master = spec.otherMaster();
    return new JobDefinition(
        spec.name(),
        spec.queue(),
        spec.labels(),
        application(spec.application()),
        optional(spec.result(), JobMapping::result),
        values(spec.parameters(), JobMapping::parameter),
        SizingMapping.driver(spec.driver()),
        spec.executor().equals(JobSpec.Executor.NONE)
            ? null
            : SizingMapping.executor(spec.executor()),
        spec.placement().name(),
        SizingMapping.dynamicAllocation(spec.executor()),
        spec.sparkConf(),
        master == null ? "stoker" : master.url(),
        master == null ? null : master.sparkHome(),
        new RetrySpec(spec.retry().maxAttempts(), spec.retry().backoff().toString()),
        optional(spec.timeout(), Duration::toString),
        new ConcurrencySpec(spec.concurrency().policy().name(), spec.concurrency().max()),
        spec.exclusive());
  }

  private static JobDraft.@Nullable Cluster cluster(JobDefinition job) {
    return job.master() == null && job.sparkHome() == null
        ? null
        : new JobDraft.Cluster(job.master(), job.sparkHome());
  }

  private static JobDraft.Application draft(Application application, JobDraft.Known known) {
    if (application instanceof JarApplication jar) {
      return new JobDraft.Jar(
          jar.artifact(),
          jar.mainClass(),
          jar.arguments(),
          jar.jars(),
          jar.files(),
          packages(jar.packages(), jar.repositories()),
          known);
    }
    if (application instanceof PythonApplication python) {
      return new JobDraft.Python(
          python.file(),
          python.arguments(),
          python.pyFiles(),
          python.jars(),
          python.files(),
          packages(python.packages(), python.repositories()),
          known);
    }
    SqlApplication sql = (SqlApplication) application;
    return new JobDraft.Sql(
        optional(sql.inputs(), inputs -> inputs.stream().map(JobMapping::draft).toList()),
        sql.sql());
  }

  private static JobDraft.@Nullable Packages packages(
      @Nullable List<String> packages, @Nullable List<String> repositories) {
    return packages == null && repositories == null
        ? null
        : new JobDraft.Packages(packages, repositories);
  }

  private static JobDraft.Input draft(InputView input) {
    return new JobDraft.Input(
        input.view(), input.format(), input.path(), input.options(), input.schema());
  }

  private static JobDraft.Output draft(ResultSpec result) {
    return new JobDraft.Output(
        result.format(), result.partitionBy(), result.mode(), result.options());
  }

  private static JobDraft.Parameter draft(ParameterSpec parameter) {
    return new JobDraft.Parameter(
        parameter.type(), parameter.defaultValue(), parameter.description());
  }

  private static Application application(JobSpec.Application application) {
    if (application instanceof JobSpec.Jar jar) {
      return new JarApplication(
          jar.artifact(),
          jar.mainClass(),
          jar.arguments(),
          jar.jars(),
          named(jar.files()),
          optional(jar.packages(), JobSpec.Packages::coordinates),
          repositories(jar));
    }
    return application instanceof JobSpec.Python python
        ? new PythonApplication(
            python.file(),
            python.arguments(),
            named(python.pyFiles()),
            python.jars(),
            named(python.files()),
            optional(python.packages(), JobSpec.Packages::coordinates),
            repositories(python))
        : application((JobSpec.Sql) application);
  }

  private static @Nullable List<String> repositories(JobSpec.Program program) {
    JobSpec.Packages packages = program.packages();
    return packages == null || packages.repositories().isEmpty() ? null : packages.repositories();
  }

  private static @Nullable Map<String, String> named(Map<String, String> files) {
    return files.isEmpty() ? null : files;
  }

  private static SqlApplication application(JobSpec.Sql sql) {
    List<InputView> inputs =
        sql.inputs().stream()
            .map(
                input ->
                    new InputView(
                        input.view(),
                        input.format(),
                        input.path(),
                        input.options(),
                        input.schema()))
            .toList();
    return new SqlApplication(inputs, sql.script());
  }

  private static ResultSpec result(JobSpec.Output output) {
    return new ResultSpec(output.format(), output.partitionBy(), "snapshot", output.options());
  }

  private static ParameterSpec parameter(JobSpec.Parameter parameter) {
    return new ParameterSpec(
        parameter.type().word(),
        optional(parameter.defaultText(), parameter.type()::jsonValue),
        parameter.description());
  }

  private static <A, B> @Nullable B optional(@Nullable A value, Function<A, B> mapping) {
    return value == null ? null : mapping.apply(value);
  }

  private static <A, B> Map<String, B> values(Map<String, A> map, Function<A, B> mapping) {
    Map<String, B> mapped = new LinkedHashMap<>();
    map.forEach((key, value) -> mapped.put(key, mapping.apply(value)));
    return mapped;
  }
}
