package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.placement.PlacementStrategy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a definition that say how large a run is and where it may go, checked and with every
 * default filled in.
 *
 * @param sparkConf all settings of the job, those that say nothing of sizes too
 * @param otherMaster what runs the tasks; null when executors that nodes start
 * @param python whether the program is in Python
 */
public record Sizing(
    JobSpec.Driver driver,
    JobSpec.Executor executor,
    PlacementStrategy placement,
    Map<String, String> sparkConf,
    @Nullable OtherMaster otherMaster,
    boolean python) {
  private static final String PYTHON = "PYTHON";
  private static final String SQL = "SQL";
  private static final List<String> TYPES = List.of(SQL, "JAR", PYTHON);

  /** Of executors that nodes start. */
  public Sizing(
      JobSpec.Driver driver,
      JobSpec.Executor executor,
      PlacementStrategy placement,
      Map<String, String> sparkConf) {
    this(driver, executor, placement, sparkConf, null, false);
  }

  /** Of a job. */
  public static Sizing of(JobSpec spec) {
    return new Sizing(
        spec.driver(),
        spec.executor(),
        spec.placement(),
        spec.sparkConf(),
        spec.otherMaster(),
        spec.isPython());
  }

  /**
   * Of what somebody wrote who has no job yet.
   *
   * @param applicationType a job's type of program; SQL when null
   * @param alreadyFound what the reading found wrong, named together with the rest
   * @throws io.stoker.error.StokerException naming every wrong field
   */
  public static Sizing checked(
      JobDraft.@Nullable Driver driver,
      JobDraft.@Nullable Executor executor,
      JobDraft.@Nullable DynamicAllocation dynamic,
      @Nullable Map<String, String> sparkConf,
      @Nullable String applicationType,
      List<Violation> alreadyFound) {
    Violations violations = new Violations(alreadyFound);
    ResourceRules resources = new ResourceRules(violations);
    boolean byLoad = dynamic != null && Boolean.TRUE.equals(dynamic.enabled());
    new DynamicAllocationRules(violations).checkSettings(sparkConf, byLoad);
    Sizing sizing =
        new Sizing(
            resources.driver(driver),
            resources.executor(executor, dynamic),
            PlacementStrategy.SPREAD,
            new SparkSettings(violations, applicationType != null && !SQL.equals(applicationType))
                .checked(sparkConf),
            null,
            isPython(applicationType, executor, violations));
    TaskCpus.check(sizing.sparkConf(), sizing.driver(), sizing.executor(), null, violations);
    violations.throwIfAny();
    return sizing;
  }

  private static boolean isPython(
      @Nullable String type, JobDraft.@Nullable Executor executor, Violations violations) {
    if (type != null && !TYPES.contains(type)) {
      violations.add("/applicationType", "UNKNOWN_WORD", "must be one of " + TYPES);
    }
    boolean python = PYTHON.equals(type);
    if (!python && executor != null && executor.pysparkMemory() != null) {
      violations.add(
          "/executor/pysparkMemory",
          "NOT_APPLICABLE",
          "is of Python programs: set /applicationType to PYTHON");
    }
    return python;
  }
}
