package io.stoker.acceptance.bench;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.stoker.acceptance.bench.Facts.Attempt;
import io.stoker.acceptance.bench.Facts.Event;
import io.stoker.acceptance.bench.Facts.Result;
import io.stoker.acceptance.bench.Facts.Run;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Says which promises were broken, by what a client was told, what stand-ins saw, what stands in
 * the database and what lies in storage. It never asks the platform. To be called when nothing runs
 * any more; everything that there ever was is looked at again each time.
 */
final class Checker {
  /** The declared graph, written down a second time on purpose. */
  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "QUEUED", Set.of("STARTING", "CANCELLED", "TIMED_OUT"),
          "RETRY_WAIT", Set.of("STARTING", "CANCELLED", "TIMED_OUT"),
          "STARTING", Set.of("RUNNING", "RETRY_WAIT", "FAILED", "CANCELLED", "TIMED_OUT"),
          "RUNNING", Set.of("COMMITTING", "RETRY_WAIT", "FAILED", "CANCELLED", "TIMED_OUT"),
          "COMMITTING", Set.of("SUCCEEDED", "RETRY_WAIT", "FAILED", "CANCELLED", "TIMED_OUT"));

  private final List<Run> runs;
  private final List<Attempt> attempts;
  private final Map<UUID, List<Event>> events;
  private final List<Result> results;
  private final List<Testimony> witness;
  private final List<String> broken = new ArrayList<>();

  private Checker(Facts facts, Path witness) {
    this.runs = facts.runs();
    this.attempts = facts.attempts();
    this.events = facts.events().stream().collect(groupingBy(Event::run));
    this.results = facts.results();
    this.witness = Testimony.in(witness);
  }

  /** The broken promises, each a sentence that begins with its number; empty when all are kept. */
  static List<String> broken(Bench bench, Ledger ledger) {
    Checker checker = new Checker(bench.facts(), bench.witness());
    checker.broken.addAll(ledger.broken());
    checker.nothingIsLost(ledger.acknowledged());
    checker.oneLiveAttempt();
    checker.staleFencesChangeNothing();
    checker.statesMoveAlongTheGraph();
    checker.oneFailureCostsOneAttempt();
    checker.oneCommittedResult();
    checker.cancelAndCommitAreLinear(ledger.cancelled());
    checker.outagesCostNothing(ledger.unharmed());
    checker.broken.addAll(bench.uptime().broken());
    checker.broken.addAll(Capacity.broken(bench.facts()));
    checker.broken.addAll(Stored.broken(checker.results, checker.attempts, checker.witness));
    checker.broken.addAll(Leftovers.of(bench));
    return List.copyOf(checker.broken);
  }

  private void nothingIsLost(Set<UUID> acknowledged) {
    Set<UUID> known = runs.stream().map(Run::id).collect(toSet());
    acknowledged.stream()
        .filter(run -> !known.contains(run))
        .forEach(run -> broken.add("I3: run %s was acknowledged and is not there".formatted(run)));
    runs.stream()
        .filter(run -> !run.isOver())
        .forEach(
            run ->
                broken.add(
                    "I3: run %s is %s and nothing goes on".formatted(run.id(), run.state())));
  }

  private void oneLiveAttempt() {
    attempts.stream()
        .filter(attempt -> Facts.LIVE.contains(attempt.state()))
        .forEach(
            a ->
                broken.add(
                    "I5: attempt %d is %s and nothing goes on".formatted(a.fence(), a.state())));
    ofEachStep().values().forEach(this::followEachOther);
  }

  private Map<String, List<Attempt>> ofEachStep() {
    return attempts.stream().collect(groupingBy(attempt -> attempt.run() + "/" + attempt.step()));
  }

  private void followEachOther(List<Attempt> ofStep) {
    for (int i = 0; i < ofStep.size(); i++) {
      Attempt attempt = ofStep.get(i);
      if (attempt.number() != i + 1) {
        broken.add(
            "I5: attempt %d has number %d, not %d"
                .formatted(attempt.fence(), attempt.number(), i + 1));
      }
      if (i > 0) {
        follows(ofStep.get(i - 1), attempt);
      }
    }
  }

  private void follows(Attempt before, Attempt attempt) {
    Instant end = before.finishedAt();
    if (before.fence() >= attempt.fence()) {
      broken.add("I5: fence %d follows fence %d".formatted(attempt.fence(), before.fence()));
    }
    if (end == null || end.isAfter(attempt.createdAt())) {
      broken.add(
          "I5: attempt %d began before %d was over".formatted(attempt.fence(), before.fence()));
    }
  }

  /** What an attempt said after its end was accepted from nobody but a committed one. */
  private void staleFencesChangeNothing() {
    Map<Long, Attempt> byFence = attempts.stream().collect(toMap(Attempt::fence, it -> it));
    for (Testimony told : witness) {
      Attempt attempt = byFence.get(told.fence());
      if (!told.isAccepted() || attempt == null || attempt.state().equals("COMMITTED")) {
        continue;
      }
      Instant end = attempt.finishedAt();
      if (end != null && told.sentAt().isAfter(end)) {
        broken.add(
            "I6: attempt %d was %s, and still its %s was accepted"
                .formatted(attempt.fence(), attempt.state(), told.path()));
      }
      if (told.path().equals("commit")) {
        broken.add(
            "I6: the commit of attempt %d was accepted, which is %s"
                .formatted(attempt.fence(), attempt.state()));
      }
    }
  }

  private void statesMoveAlongTheGraph() {
    for (Run run : runs) {
      List<Event> ofRun = events.getOrDefault(run.id(), List.of());
      if (ofRun.size() != run.lastEvent()) {
        broken.add(
            "I7: run %s has %d events and counts %d"
                .formatted(run.id(), ofRun.size(), run.lastEvent()));
      }
      String state = "QUEUED";
      for (int i = 0; i < ofRun.size(); i++) {
        Event event = ofRun.get(i);
        if (event.number() != i + 1) {
          broken.add("I7: run %s has a gap before event %d".formatted(run.id(), event.number()));
        }
        if (!event.state().equals(state)
            && !NEXT.getOrDefault(state, Set.of()).contains(event.state())) {
          broken.add("I7: run %s went from %s to %s".formatted(run.id(), state, event.state()));
        }
        state = event.state();
      }
      if (!state.equals(run.state())) {
        broken.add(
            "I7: run %s is %s, its last event says %s".formatted(run.id(), run.state(), state));
      }
    }
  }

  private void oneFailureCostsOneAttempt() {
    Map<UUID, List<Attempt>> ofRun = attempts.stream().collect(groupingBy(Attempt::run));
    for (Run run : runs) {
      int count = ofRun.getOrDefault(run.id(), List.of()).size();
      if (count != run.attempts() || count > run.maxAttempts()) {
        broken.add(
            "I8: run %s counts %d of %d attempts and has %d"
                .formatted(run.id(), run.attempts(), run.maxAttempts(), count));
      }
      Map<Long, Integer> ends = new HashMap<>();
      for (Event event : events.getOrDefault(run.id(), List.of())) {
        boolean end = event.type().equals("RUN_RETRY_WAIT") || event.type().equals("RUN_FAILED");
        if (end && event.fence() != null && ends.merge(event.fence(), 1, Integer::sum) > 1) {
          broken.add("I8: the end of attempt %d was counted twice".formatted(event.fence()));
        }
      }
    }
  }

  private void oneCommittedResult() {
    Map<UUID, Result> byRun = new HashMap<>();
    for (Result result : results) {
      if (byRun.put(result.run(), result) != null) {
        broken.add("I9: run %s has two results".formatted(result.run()));
      }
    }
    for (Run run : runs) {
      Result result = byRun.get(run.id());
      if (run.state().equals("SUCCEEDED") != (result != null)) {
        broken.add(
            "I9: run %s is %s and its result is %s".formatted(run.id(), run.state(), result));
      }
    }
    for (Attempt attempt : attempts) {
      Result result = byRun.get(attempt.run());
      boolean published = result != null && result.fence() == attempt.fence();
      if (attempt.state().equals("COMMITTED") != published) {
        broken.add(
            "I9: attempt %d is %s, the result is of %s"
                .formatted(
                    attempt.fence(), attempt.state(), result == null ? "nobody" : result.fence()));
      }
    }
  }

  private void cancelAndCommitAreLinear(Set<UUID> cancelled) {
    runs.stream()
        .filter(run -> cancelled.contains(run.id()) && !run.state().equals("CANCELLED"))
        .forEach(
            run ->
                broken.add(
                    "I11: the cancel of %s was confirmed, it is %s"
                        .formatted(run.id(), run.state())));
  }

  private void outagesCostNothing(Set<UUID> unharmed) {
    runs.stream()
        .filter(run -> unharmed.contains(run.id()) && run.isOver())
        .filter(run -> !run.state().equals("SUCCEEDED") || run.attempts() != 1)
        .forEach(
            run ->
                broken.add(
                    "I17: run %s met nothing but an outage and is %s after %d attempts (%s)"
                        .formatted(run.id(), run.state(), run.attempts(), run.reason())));
  }
}
