package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The cores of a task, which an executor must have. Spark would look at it when driver and
 * executors have their room.
 */
final class TaskCpus {
  static final String SETTING = "spark.task.cpus";

  private TaskCpus() {}

  /** Compares the setting, where it is one at all, with what runs the tasks. */
  static void check(
      Map<String, String> settings,
      JobSpec.Driver driver,
      JobSpec.Executor executor,
      @Nullable OtherMaster master,
      Violations violations) {
    String text = settings.get(SETTING);
    if (text == null || !text.matches("[1-9][0-9]{0,3}")) {
      return;
    }
    int cpus = Integer.parseInt(text);
    int cores = executor.cores();
    String what = "/executor/cores";
    if (master != null && master.kind() == OtherMaster.Kind.LOCAL) {
      OptionalInt threads = master.threads();
      cores = threads.orElse((int) (driver.coresMilli() / 1000));
      what = threads.isPresent() ? "the threads of " + master.url() : "/driver/cores";
    }
    if (cpus > cores) {
      violations.add(
          Violation.pointer("/sparkConf", SETTING),
          "CONTRADICTION",
          "must be at most %s, %d, but is %d: no task would ever fit".formatted(what, cores, cpus));
    }
  }
}
