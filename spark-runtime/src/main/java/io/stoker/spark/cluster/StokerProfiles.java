package io.stoker.spark.cluster;

import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import io.stoker.spark.driver.JobFailure;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkContext;
import org.apache.spark.package$;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfileManager;
import org.apache.spark.resource.TaskResourceProfile;
import org.apache.spark.util.Utils$;

/**
 * Spark's resource profiles under a {@code stoker://} master. Spark's own keeper of them looks at
 * the master's name and takes profiles for YARN, Kubernetes and Standalone alone; nothing else in
 * Spark asks for the name once {@code spark.executor.cores} is set.
 */
final class StokerProfiles extends ResourceProfileManager {
  /** Where a context keeps them; it is set before a cluster manager is asked for its scheduler. */
  private static final String FIELD = "_resourceProfileManager";

  /** Spark refuses to start an executor with less. */
  private static final long LEAST_HEAP_BYTES = 450L << 20;

  private final SparkContext context;

  private StokerProfiles(SparkContext context) {
    super(context.conf(), context.listenerBus());
    this.context = context;
  }

  /** Gives a context that is being made these instead of its own; nobody has used those yet. */
  static void install(SparkContext context) {
    install(context, FIELD);
  }

  static void install(SparkContext context, String name) {
    try {
      Field field = SparkContext.class.getDeclaredField(name);
      field.setAccessible(true);
      field.set(context, new StokerProfiles(context));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw JobFailure.permanent(
          "SPARK_NOT_SUPPORTED",
          "Stoker's executors need Spark 4.2: this is Spark %s, whose SparkContext keeps no %s of resource profiles. Put the jars of Spark 4.2 back into the node's Spark directory."
              .formatted(package$.MODULE$.SPARK_VERSION(), name),
          e);
    }
  }

  /**
   * Takes a profile that nodes can serve, and throws a {@link JobFailure} for any other. The
   * superclass asks for the default one before a field of this class is set.
   */
  @Override
  public boolean isSupported(ResourceProfile profile) {
    refuseOtherResources(profile);
    if (isDefault(profile)) {
      return true;
    }
    boolean ofTasks = profile instanceof TaskResourceProfile;
    if (!ofTasks && !Utils$.MODULE$.isDynamicAllocationEnabled(context.conf())) {
      throw refused(
          profile,
          "It asks for executors of its own, and those come with dynamic allocation alone. Set dynamicAllocation in the job, or build the profile of TaskResourceRequests only: then it is about tasks on the executors that there are.");
    }
    refuseSizes(profile);
    return true;
  }

  /** The one that the settings make; executors have it unless a stage asks for others. */
  private static boolean isDefault(ResourceProfile profile) {
    return profile.id() == ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID();
  }

  private static void refuseOtherResources(ResourceProfile profile) {
    Set<String> others = new TreeSet<>(profile.executorResourcesJMap().keySet());
    others.addAll(profile.taskResourcesJMap().keySet());
    others.remove(ResourceProfile.CPUS());
    others.removeAll(Arrays.asList(ResourceProfile.allSupportedExecutorResources()));
    if (!others.isEmpty()) {
      throw refused(
          profile,
          "It asks for %s, and Stoker's nodes offer cores and memory alone. Take that out of the %s."
              .formatted(
                  String.join(", ", others),
                  isDefault(profile)
                      ? "settings: spark.executor.resource.* and spark.task.resource.*"
                      : "profile"));
    }
  }

  private void refuseSizes(ResourceProfile profile) {
    ProfileDemand demand = demand(profile);
    // the executor's own check is of what the profile says, which the heap is rounded up from
    long heapBytes = new ExecutorSettings(context).askedHeapBytes(profile);
    if (heapBytes < LEAST_HEAP_BYTES) {
      throw refused(
          profile,
          "Its executors would have a heap of %d MiB, and Spark needs %d. Ask for more memory in the profile."
              .formatted(heapBytes >> 20, LEAST_HEAP_BYTES >> 20));
    }
    int cpus = ResourceProfile$.MODULE$.getTaskCpusOrDefaultForProfile(profile, context.conf());
    if (demand.cores() < cpus) {
      throw refused(
          profile,
          "A task of it takes %d cores, and an executor has %d. Ask for fewer cpus, or for executors with more cores."
              .formatted(cpus, demand.cores()));
    }
  }

  private ProfileDemand demand(ResourceProfile profile) {
    try {
      return new ExecutorSettings(context).demand(profile, 0, Map.of());
    } catch (RuntimeException e) {
      throw refused(profile, "Its sizes make no sense: " + e.getMessage() + ".");
    }
  }

  private static JobFailure refused(ResourceProfile profile, String why) {
    return JobFailure.permanent(
        "RESOURCE_PROFILE_REFUSED",
        "%s cannot be had. %s"
            .formatted(
                isDefault(profile)
                    ? "The job's default resource profile, which its settings make,"
                    : "The program's resource profile " + profile.id(),
                why));
  }
}
