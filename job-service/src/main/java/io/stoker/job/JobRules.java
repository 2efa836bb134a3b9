package io.stoker.job;

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

  private final Violations violations;

  JobRules(Violations violations) {
    this.violations = violations;
  }

  JobSpec checked(JobDraft draft) {
    RunRules runs = new RunRules(violations);
    JobSpec.Application application = application(draft);
    JobSpec.Driver driver = new ResourceRules(violations).driver(draft.driver());
    OtherMaster master = new MasterRules(violations).checked(draft, driver);
    new DynamicAllocationRules(violations)
        .checkSettings(draft.sparkConf(), MasterRules.isDynamic(draft));
    JobSpec.Executor executor = executor(draft, master);
    Map<String, String> settings =
        new SparkSettings(violations, draft.application() instanceof JobDraft.Program)
            .checked(draft.sparkConf());
    TaskCpus.check(settings, driver, executor, master, violations);
    return new JobSpec(
        name(draft.name()),
        Objects.requireNonNullElse(draft.queue(), Queue.DEFAULT),
        new LabelRules(violations).checked("/labels", draft.labels()),
        application,
        output(draft),
        new ParameterRules(violations).checked(draft.parameters(), application),
        driver,
        executor,
        new PlacementRules(violations).strategy(draft.placement()),
        settings,
        runs.retry(draft.retry()),
        runs.timeout(draft.timeout()),
        runs.concurrency(draft.concurrency()),
        exclusive(draft),
        master);
  }

  private JobSpec.Executor executor(JobDraft draft, @Nullable OtherMaster master) {
    JobDraft.Executor size = draft.executor();
    if (size != null
        && size.pysparkMemory() != null
        && !(draft.application() instanceof JobDraft.Python)) {
      violations.add(
          "/executor/pysparkMemory",
          "NOT_APPLICABLE",
          "is of Python programs: no Python runs in this job's executors");
    }
    ResourceRules resources = new ResourceRules(violations);
    if (master == null) {
      return resources.executor(size, draft.dynamicAllocation());
    }
    return master.kind() == OtherMaster.Kind.LOCAL
        ? JobSpec.Executor.NONE
        : resources.executor(size, null);
  }

  private JobSpec.Application application(JobDraft draft) {
    JobDraft.Application application = draft.application();
    if (application instanceof JobDraft.Program program) {
      Set<String> parameters = draft.parameters() == null ? Set.of() : draft.parameters().keySet();
      ProgramRules rules = new ProgramRules(violations, parameters, program);
      return program instanceof JobDraft.Jar jar
          ? new JarRules(violations, rules).application(jar)
          : new PythonRules(violations, rules).application((JobDraft.Python) program);
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
    return exclusive == null ? draft.application() instanceof JobDraft.Program : exclusive;
  }

  private JobSpec.@Nullable Output output(JobDraft draft) {
    if (draft.application() instanceof JobDraft.Program && draft.result() != null) {
      violations.add(
          "/result",
          "NOT_APPLICABLE",
          "is of SQL jobs: a program writes its files itself, below ${run.output}");
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
