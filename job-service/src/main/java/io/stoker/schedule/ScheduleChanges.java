package io.stoker.schedule;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.job.Job;
import io.stoker.job.Jobs;
import io.stoker.revision.ExpectedRevision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What users change about schedules: each in one transaction under the schedule's row lock, after
 * everything that was due before is decided over as it was.
 */
@Component
class ScheduleChanges {
  /** Passes of one change; what is further behind than that needs the sweep first. */
  private static final int MOST_PASSES = 20;

  private final ScheduleStore store;
  private final FirePass pass;
  private final Jobs jobs;
  private final ScheduleTimer timer;
  private final ScheduleLimits limits;
  private final TransactionTemplate transaction;

  ScheduleChanges(
      ScheduleStore store,
      FirePass pass,
      Jobs jobs,
      ScheduleTimer timer,
      ScheduleLimits limits,
      PlatformTransactionManager transactions) {
    this.store = store;
    this.pass = pass;
    this.jobs = jobs;
    this.timer = timer;
    this.limits = limits;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Empty when the new schedule is not admitted, which undoes it. */
  Optional<Schedule> create(
      String jobName, ScheduleSpec spec, String by, Predicate<UUID> admission) {
    return changed(
        status -> {
          Job job = jobs.hold(jobName);
          refuseTooMany(job);
          Instant now = store.now();
          UUID id =
              store
                  .insert(job.id(), spec, now, next(spec, now), by)
                  .orElseThrow(() -> nameIsTaken(spec.name()));
          if (!admission.test(id)) {
            status.setRollbackOnly();
            return Optional.empty();
          }
          return store.find(id);
        });
  }

  Optional<Schedule> replace(UUID id, ExpectedRevision expected, ScheduleSpec spec) {
    return changed(
        status ->
            store
                .lock(id)
                .map(seen -> expected(seen, expected))
                .flatMap(
                    schedule -> {
                      if (schedule.spec().equals(spec)) {
                        return Optional.of(schedule);
                      }
                      refuseTakenName(schedule, spec);
                      decideUpToNow(schedule);
                      // the mark and not the clock: that may have been set back
                      Instant mark = store.find(id).orElseThrow().decidedUntil();
                      store.change(id, spec, next(spec, mark));
                      return store.find(id);
                    }));
  }

  Optional<Schedule> pause(UUID id, boolean paused) {
    return changed(
        status ->
            store
                .lock(id)
                .flatMap(
                    schedule -> {
                      if (schedule.paused() == paused) {
                        return Optional.of(schedule);
                      }
                      decideUpToNow(schedule);
                      store.pause(id, paused);
                      return store.find(id);
                    }));
  }

  Optional<Schedule> delete(UUID id, ExpectedRevision expected) {
    return changed(
        status -> {
          Optional<Schedule> schedule = store.lock(id).map(seen -> expected(seen, expected));
          schedule.ifPresent(seen -> store.delete(id));
          return schedule;
        });
  }

  static Schedule expected(Schedule schedule, ExpectedRevision expected) {
    expected.require("Schedule " + schedule.id(), schedule.revision());
    return schedule;
  }

  private void decideUpToNow(Schedule schedule) {
    for (int i = 0; i < MOST_PASSES; i++) {
      if (pass.runAll(store.find(schedule.id()).orElseThrow()).complete()) {
        return;
      }
    }
    throw new StokerException(
        ErrorCode.CONFLICT,
        "Schedule %s still has times before now to decide over, and they must be decided by what it"
                .formatted(schedule.id())
            + " says now. Try again in some seconds.");
  }

  private Optional<Schedule> changed(Function<TransactionStatus, Optional<Schedule>> change) {
    Optional<Schedule> changed = transaction.execute(change::apply);
    if (changed == null) {
      return Optional.empty();
    }
    changed.ifPresent(this::setTimer);
    return changed;
  }

  private void setTimer(Schedule schedule) {
    if (schedule.nextFireAt() != null && !schedule.paused()) {
      timer.wakeAfter(schedule.id(), Duration.between(store.now(), schedule.nextFireAt()));
    }
  }

  private void refuseTooMany(Job job) {
    if (store.countOf(job.id()) >= limits.schedulesPerJob()) {
      throw new StokerException(
          ErrorCode.CONFLICT,
          "Job \"%s\" has %d schedules, as many as a job may have. Delete one that it does not need."
              .formatted(job.name(), limits.schedulesPerJob()));
    }
  }

  private void refuseTakenName(Schedule schedule, ScheduleSpec spec) {
    if (spec.name() != null && store.nameIsTaken(schedule.jobId(), spec.name(), schedule.id())) {
      throw nameIsTaken(spec.name());
    }
  }

  private static StokerException nameIsTaken(@Nullable String name) {
    return new StokerException(
        ErrorCode.ALREADY_EXISTS,
        "The job has another schedule named \""
            + name
            + "\". Choose another name, or change that.");
  }

  private static @Nullable Instant next(ScheduleSpec spec, Instant now) {
    return spec.fireTimes().next(now).map(FireTime::at).orElse(null);
  }
}
