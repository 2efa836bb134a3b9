package io.stoker.api.driver;

import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import io.stoker.error.Violations;
import java.util.List;

/**
 * Bounds what a driver may ask for. User code holds the driver's token, and one impossible demand
 * must not stop the allocation of everybody else.
 */
final class DemandCheck {
  private static final int MOST_EXECUTORS = 1000;
  private static final int MOST_CORES = 1024;
  private static final int MOST_PROFILES = 100;
  private static final int MOST_HOSTS = 10_000;

  private DemandCheck() {}

  static ExecutorDemand checked(ExecutorDemand demand) {
    Violations violations = new Violations();
    List<ProfileDemand> profiles = demand.profiles();
    if (profiles.size() > MOST_PROFILES) {
      violations.add("/profiles", "TOO_MANY", "must be at most " + MOST_PROFILES);
    }
    for (int i = 0; i < profiles.size(); i++) {
      check(profiles.get(i), "/profiles/" + i, violations);
    }
    violations.throwIfAny();
    return demand;
  }

  private static void check(ProfileDemand profile, String at, Violations violations) {
    if (profile.total() < 0 || profile.total() > MOST_EXECUTORS) {
      violations.add(at + "/total", "OUT_OF_RANGE", "must be from 0 to " + MOST_EXECUTORS);
    }
    if (profile.cores() < 1 || profile.cores() > MOST_CORES) {
      violations.add(at + "/cores", "OUT_OF_RANGE", "must be from 1 to " + MOST_CORES);
    }
    if (profile.heapBytes() < 1) {
      violations.add(at + "/heapBytes", "TOO_SMALL", "must be at least 1");
    }
    if (profile.memoryBytes() < profile.heapBytes()) {
      violations.add(at + "/memoryBytes", "TOO_SMALL", "must be at least the heap");
    }
    if (profile.localTasks() != null && profile.localTasks().size() > MOST_HOSTS) {
      violations.add(at + "/localTasks", "TOO_MANY", "must be of at most " + MOST_HOSTS + " hosts");
    }
  }
}
