package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.job.OtherMaster.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who runs a job's tasks, and which fields say nothing there: those are refused, not ignored. */
final class MasterRules {
  private static final String STOKER = "stoker";
  private static final String SPARK_HOME = "/sparkHome";
  private static final int LONGEST_PATH = 1000;

  /** It stands in lists of paths, and in a sentence. */
  private static final Pattern PATH = Pattern.compile("[^,:*\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  /** Settings of executors, of which a local master has none. */
  private static final List<String> OF_EXECUTORS =
      List.of("spark.executor.", "spark.excludeOnFailure.", "spark.memory.offHeap.");

  private static final Map<String, Kind> OF_ONE_KIND =
      Map.of("spark.yarn.", Kind.YARN, "spark.kubernetes.", Kind.KUBERNETES);

  private final Violations violations;

  MasterRules(Violations violations) {
    this.violations = violations;
  }

  /** The other master of a job; null when its executors are Stoker's. */
  @Nullable OtherMaster checked(JobDraft draft, JobSpec.Driver driver) {
    JobDraft.Cluster cluster = draft.cluster();
    String url = cluster == null ? null : cluster.master();
    String home = cluster == null ? null : cluster.sparkHome();
    Optional<Kind> kind = url == null ? Optional.empty() : OtherMaster.kindOf(url);
    checkSettings(draft.sparkConf(), kind.orElse(null));
    if (url == null || url.equals(STOKER)) {
      if (home != null) {
        violations.addNotBuiltYet(
            SPARK_HOME,
            "goes with masters other than stoker only: its executors run from the nodes' own");
      }
      return null;
    }
    if (kind.isEmpty()) {
      violations.add(
          "/master",
          "INVALID",
          "must be stoker, local[N], local[*], spark://HOST:PORT, yarn or k8s://HOST:PORT; a HOST has no '_'");
      return null;
    }
    OtherMaster master = new OtherMaster(url, sparkHome(home));
    if (kind.get() == Kind.LOCAL) {
      checkLocal(draft, master, driver);
    } else {
      checkRemote(draft);
    }
    return master;
  }

  /** Nodes know where; that it is a Spark distribution is found out by the driver's node. */
  private @Nullable String sparkHome(@Nullable String path) {
    if (path != null
        && (!path.startsWith("/")
            || path.length() > LONGEST_PATH
            || !PATH.matcher(path).matches())) {
      violations.add(
          SPARK_HOME,
          "INVALID_PATH",
          "must be the absolute path of a directory on the nodes, of at most %d characters, without ',', ':', '*' and line breaks"
              .formatted(LONGEST_PATH));
    }
    return path;
  }

  private void checkLocal(JobDraft draft, OtherMaster master, JobSpec.Driver driver) {
    JobDraft.Executor executor = draft.executor();
    if (executor != null) {
      refuse("/executor/instances", executor.instances());
      refuse("/executor/cores", executor.cores());
      refuse("/executor/memory", executor.memory());
      refuse("/executor/nodeSelector", executor.nodeSelector());
      refuse("/executor/pysparkMemory", executor.pysparkMemory());
    }
    if (isDynamic(draft)) {
      refuse("/dynamicAllocation", draft.dynamicAllocation());
    }
    OptionalInt threads = master.threads();
    if (threads.isEmpty() && driver.coresMilli() % 1000 != 0) {
      violations.add(
          "/driver/cores",
          "CONTRADICTION",
          "must be a whole number with local[*], which runs as many tasks at once");
    }
    if (threads.isPresent() && driver.coresMilli() < threads.getAsInt() * 1000L) {
      violations.add(
          "/driver/cores",
          "CONTRADICTION",
          "must be at least %d with %s, whose tasks run in the driver"
              .formatted(threads.getAsInt(), master.url()));
    }
  }

  private void refuse(String pointer, @Nullable Object value) {
    if (value != null) {
      violations.add(
          pointer,
          "NOT_APPLICABLE",
          "must be absent (null in a PATCH) with a local master: tasks run in the driver, whose"
              + " size is /driver");
    }
  }

  private void checkRemote(JobDraft draft) {
    if (draft.executor() != null && draft.executor().nodeSelector() != null) {
      violations.add(
          "/executor/nodeSelector",
          "NOT_APPLICABLE",
          "must be absent (null in a PATCH): the job's master places its executors, not Stoker");
    }
    if (isDynamic(draft)) {
      violations.addNotBuiltYet(
          "/dynamicAllocation",
          "can only be {\"enabled\": false} with masters other than stoker: their shuffle files"
              + " are not known to outlive an executor");
    }
  }

  /** Whether it asks for executors by load. */
  static boolean isDynamic(JobDraft draft) {
    return draft.dynamicAllocation() != null
        && Boolean.TRUE.equals(draft.dynamicAllocation().enabled());
  }

  private void checkSettings(@Nullable Map<String, String> settings, @Nullable Kind kind) {
    if (settings == null) {
      return;
    }
    for (String key : settings.keySet()) {
      String pointer = Violation.pointer("/sparkConf", key);
      if (kind == Kind.LOCAL && OF_EXECUTORS.stream().anyMatch(key::startsWith)) {
        violations.add(
            pointer, "NOT_APPLICABLE", "is of executors, of which a local master has none");
      }
      if (kind == Kind.LOCAL && key.equals("spark.task.maxFailures")) {
        violations.add(
            pointer, "NOT_APPLICABLE", "says nothing to a local master: write local[N,FAILURES]");
      }
      OF_ONE_KIND.forEach(
          (prefix, only) -> {
            if (key.startsWith(prefix) && kind != only) {
              violations.add(pointer, "NOT_APPLICABLE", "is of another master than this job's");
            }
          });
    }
  }
}
