package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.Remnant;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends runs before they are done, and proves it. The order closes the live attempt, so that its
 * fence changes nothing from then on. The run itself ends when the nodes of the attempt have
 * nothing of it left, neither process nor directory; or without that proof when the time for it is
 * over, and then it says what is not proven.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Endings {
  private final EndingStore endings;
  private final RunStore runs;
  private final AttemptStore attempts;
  private final Lifecycle lifecycle;
  private final Assignments assignments;
  private final RunSettings settings;

  Endings(
      EndingStore endings,
      RunStore runs,
      AttemptStore attempts,
      Lifecycle lifecycle,
      Assignments assignments,
      RunSettings settings) {
    this.endings = endings;
    this.runs = runs;
    this.attempts = attempts;
    this.lifecycle = lifecycle;
    this.assignments = assignments;
    this.settings = settings;
  }

  /** Orders the end of a run that the caller has locked and found not to be over. */
  void begin(Run run, Ending ending) {
    attempts
        .liveOf(run.id())
        .ifPresentOrElse(live -> begin(run, live, ending), () -> endIdle(run, ending));
  }

  /** A run that waits is over at once; one without a live attempt may have been ordered before. */
  private void endIdle(Run run, Ending ending) {
    if (run.state().isWaiting()) {
      lifecycle.move(run, ending.state(), ending.reason(), Map.of());
    }
  }

  private void begin(Run run, Attempt live, Ending ending) {
    lifecycle.close(live, AttemptState.CANCELLED, ending.reason());
    assignments.stopAttempt(live.fence(), ending.reason().message());
    List<Remnant> remains = assignments.remains(live.fence());
    if (remains.isEmpty()) {
      lifecycle.move(run, ending.state(), ending.reason(), Lifecycle.about(live));
      return;
    }
    Reason meanwhile = new Reason(ending.meanwhile(), meanwhile(ending, remains));
    endings.begin(run.id(), ending, meanwhile.message(), settings.endingTicks());
    lifecycle.record(run, "RUN_ENDING", meanwhile, Lifecycle.about(live));
  }

  /** Ends a run that was ordered to, if that is proven or its time is over. */
  void look(UUID id) {
    Run run = runs.lock(id).orElseThrow();
    if (!run.state().isTerminal()) {
      endings.find(id).ifPresent(ordered -> look(run, ordered));
    }
  }

  private void look(Run run, EndingStore.Ordered ordered) {
    Attempt last = attempts.latestOf(List.of(run.id())).get(0);
    List<Remnant> remains = assignments.remains(last.fence());
    if (remains.isEmpty()) {
      lifecycle.move(run, ordered.state(), ordered.reason(), Lifecycle.about(last));
      CrashPoints.hit(CrashPoint.SERVER_ENDING_WRITTEN);
    } else if (ordered.due()) {
      Reason reason = new Reason(ordered.reason().code(), unproven(ordered.reason(), remains));
      lifecycle.move(run, ordered.state(), reason, Lifecycle.about(last));
    }
  }

  private String meanwhile(Ending ending, List<Remnant> remains) {
    return "%s Its processes are ending: %s. The run is %s when their nodes have nothing of them left, or after %d s without that proof."
        .formatted(
            ending.reason().message(), words(remains), ending.state(), settings.endingTicks());
  }

  private String unproven(Reason reason, List<Remnant> remains) {
    return "%s After %d s it is not proven that all of it is gone: %s. It can change nothing any more; a node that hears nothing from the platform ends its processes itself after 10 min."
        .formatted(reason.message(), settings.endingTicks(), words(remains));
  }

  private static String words(List<Remnant> remains) {
    return remains.stream().map(Remnant::inWords).collect(Collectors.joining(", "));
  }
}
