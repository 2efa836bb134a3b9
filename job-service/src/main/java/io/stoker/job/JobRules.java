package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.queue.Queue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a draft in full and fills in what it leaves open. */
final class JobRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
  private static final String PYSPARK_MEMORY = "spark.executor.pyspark.memory";

  private final Violations violations;

  JobRules(Violations violations) {
    this.violations = violations;
  }

  JobSpec checked(JobDraft draft) {
    ResourceRules resources = new ResourceRules(violations);
    RunRules runs = new RunRules(violations);
    JobSpec.Application application = application(draft);
    JobSpec.Driver driver = resources.driver(draft.driver());
    OtherMaster master = new MasterRules(violations).checked(draft, driver);
    return new JobSpec(
        name(draft.name()),
        Objects.requireNonNullElse(draft.queue(), Queue.DEFAULT),
        new LabelRules(violations).checked("/labels", draft.labels()),
        application,
        output(draft),
        new ParameterRules(violations).checked(draft.parameters(), application),
        driver,
        executor(resources, draft, master),
        new PlacementRules(violations).strategy(draft.placement()),
        sparkConf(draft),
        runs.retry(draft.retry()),
        runs.timeout(draft.timeout()),
        runs.concurrency(draft.concurrency()),
        exclusive(draft),
        master);
  }

  private static JobSpec.Executor executor(
      ResourceRules resources, JobDraft draft, @Nullable OtherMaster master) {
    if (master == null) {
      return resources.executor(draft.executor(), draft.dynamicAllocation());
    }
    return master.kind() == OtherMaster.Kind.LOCAL
        ? JobSpec.Executor.NONE
        : resources.executor(draft.executor(), null);
  }

  private JobSpec.Application application(JobDraft draft) {
    JobDraft.Application application = draft.application();
    if (application instanceof JobDraft.Jar jar) {
      Set<String> parameters = draft.parameters() == null ? Set.of() : draft.parameters().keySet();
      return new JarRules(violations, parameters).application(jar);
    }
    if (application instanceof JobDraft.Sql sql) {
      return new SqlRules(violations).application(sql);
    }
    violations.add("/application", "REQUIRED", "is required, as {\"type\": \"SQL\", \"sql\": …}");
    return new JobSpec.Sql(List.of(), "");
  }

  /** SQL writes nothing but its result, which is fenced; who knows what other programs do. */
  private static boolean exclusive(JobDraft draft) {
    Boolean exclusive = draft.exclusive();
    return exclusive == null ? draft.application() instanceof JobDraft.Jar : exclusive;
  }

  /** Spark itself would take the setting, and reserve nothing. */
  private Map<String, String> sparkConf(JobDraft draft) {
    Map<String, String> settings = new SparkSettings(violations).checked(draft.sparkConf());
    if (settings.containsKey(PYSPARK_MEMORY)) {
      violations.add(
          Violation.pointer("/sparkConf", PYSPARK_MEMORY),
          "NOT_APPLICABLE",
          "is of Python programs: no Python runs in this job's executors");
    }
    return settings;
  }

  private JobSpec.@Nullable Output output(JobDraft draft) {
    if (draft.application() instanceof JobDraft.Jar && draft.result() != null) {
      violations.add(
          "/result",
          "NOT_APPLICABLE",
          "is of SQL jobs: a JAR program writes its files itself, below ${run.output}");
      return null;
    }
    return new SqlRules(violations).output(draft.result());
  }

  private String name(@Nullable String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      violations.add(
          "/name",
          name == null ? "REQUIRED" : "INVALID",
          "must be 1 to 63 of the characters a-z, 0-9 and -");
    }
    return name == null ? "" : name;
  }
}
