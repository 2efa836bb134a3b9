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
 */
public record Sizing(
    JobSpec.Driver driver,
    JobSpec.Executor executor,
    PlacementStrategy placement,
    Map<String, String> sparkConf,
    @Nullable OtherMaster otherMaster) {

  /** Of executors that nodes start. */
  public Sizing(
      JobSpec.Driver driver,
      JobSpec.Executor executor,
      PlacementStrategy placement,
      Map<String, String> sparkConf) {
    this(driver, executor, placement, sparkConf, null);
  }

  /** Of a job. */
  public static Sizing of(JobSpec spec) {
    return new Sizing(
        spec.driver(), spec.executor(), spec.placement(), spec.sparkConf(), spec.otherMaster());
  }

  /**
   * Of what somebody wrote who has no job yet.
   *
   * @param alreadyFound what the reading found wrong, named together with the rest
   * @throws io.stoker.error.StokerException naming every wrong field
   */
  public static Sizing checked(
      JobDraft.@Nullable Driver driver,
      JobDraft.@Nullable Executor executor,
      @Nullable Map<String, String> sparkConf,
      List<Violation> alreadyFound) {
    Violations violations = new Violations(alreadyFound);
    ResourceRules resources = new ResourceRules(violations);
    Sizing sizing =
        new Sizing(
            resources.driver(driver),
            resources.executor(executor, null),
            PlacementStrategy.SPREAD,
            new SparkSettings(violations).checked(sparkConf));
    violations.throwIfAny();
    return sizing;
  }
}
