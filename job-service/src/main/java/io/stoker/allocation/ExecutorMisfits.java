package io.stoker.allocation;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.ProcessNeed;
import io.stoker.error.ErrorCode;
import io.stoker.run.Misfit;
import io.stoker.run.Reason;
import io.stoker.run.RunQueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * A program may ask for executors that no node could hold, not even an idle one, by a resource
 * profile of its own; or the only node that could is removed while a run goes on. Their stage would
 * wait for ever, so the run fails when it was waited long enough for a bigger node.
 */
@Component
class ExecutorMisfits {
  private static final String KEPT =
      " and the idle executors of other profiles that the run keeps (dynamicAllocation.minExecutors)";

  private final AllocationStore store;
  private final RunQueue queue;
  private final Assignments assignments;
  private final AllocationSettings settings;

  ExecutorMisfits(
      AllocationStore store, RunQueue queue, Assignments assignments, AllocationSettings settings) {
    this.store = store;
    this.queue = queue;
    this.assignments = assignments;
    this.settings = settings;
  }

  /**
   * What became of them.
   *
   * @param ended fences of those whose patience is over: they get nothing more
   * @param waiting what the others wait for, by fence
   */
  record Outcome(Set<Long> ended, Map<Long, Reason> waiting) {}

  /** Ends those whose patience is over. */
  Outcome end(List<ExecutorWants> wants, Rooms rooms, IdleCluster idle) {
    Map<Long, Never> nevers = new HashMap<>();
    // without any READY node the cluster may just be starting
    if (rooms.isAnyReady()) {
      wants.stream()
          .filter(ExecutorWants::isAsked)
          .forEach(
              want ->
                  never(want, rooms, idle).ifPresent(it -> nevers.put(want.attempt().fence(), it)));
    }
    Set<Long> ended = new HashSet<>();
    Map<Long, Reason> waiting = new HashMap<>();
    store
        .misfits(nevers.keySet())
        .forEach(
            (fence, ticks) -> {
              Never never = Objects.requireNonNull(nevers.get(fence));
              if (ticks >= settings.misfitTicks()) {
                never.end().accept(fence);
                assignments.stopAttempt(fence, "No node could hold the executors that it lacks.");
                ended.add(fence);
              } else {
                waiting.put(fence, never.waiting());
              }
            });
    return new Outcome(ended, waiting);
  }

  /**
   * Why what an attempt lacks can never come.
   *
   * @param end of the attempt with this fence, when the wait is over
   */
  private record Never(Reason waiting, LongConsumer end) {}

  private Optional<Never> never(ExecutorWants want, Rooms rooms, IdleCluster idle) {
    return runtimeGone(want, rooms).or(() -> whyNever(want, idle).map(this::misfit));
  }

  private Never misfit(Misfit misfit) {
    int patience = settings.misfitTicks();
    String code = misfit.code().name();
    return new Never(
        new Reason(code, misfit.waiting(patience)),
        fence -> queue.fail(fence, new Reason(code, misfit.failed(patience))));
  }

  /** Another attempt has the Spark that nodes have now. */
  private Optional<Never> runtimeGone(ExecutorWants want, Rooms rooms) {
    int patience = settings.misfitTicks();
    return want.lackingAll().stream()
        .findFirst()
        .flatMap(lacking -> MissingRuntime.never(rooms, lacking.need()))
        .map(
            why ->
                new Never(
                    new Reason(
                        Reason.RUNTIME_GONE,
                        "%s The attempt ends if no node with it joins within %d s."
                            .formatted(why, patience)),
                    fence ->
                        queue.endForRuntime(
                            fence, "%s It was waited for %d s.".formatted(why, patience))));
  }

  /**
   * Of a profile of which it has no executor: else its stages go on, with fewer. What it keeps of
   * other profiles counts once nothing of it works: then nobody will take that away.
   */
  private static Optional<Misfit> whyNever(ExecutorWants wants, IdleCluster idle) {
    return wants.lackingAll().stream()
        .flatMap(want -> whyNever(wants, want, idle).stream())
        .findFirst();
  }

  private static Optional<Misfit> whyNever(
      ExecutorWants wants, ProfileWant want, IdleCluster idle) {
    Optional<Misfit> never = whyNever(wants, want, idle, any -> false, "");
    return never.isPresent() || !wants.isStuck()
        ? never
        : whyNever(wants, want, idle, wants::keeps, KEPT);
  }

  /**
   * Why it would not fit even if its run had nothing else but its driver and some executors.
   *
   * @param words what these are, for people
   */
  private static Optional<Misfit> whyNever(
      ExecutorWants wants,
      ProfileWant want,
      IdleCluster idle,
      Predicate<Present.Some> beside,
      String words) {
    OpenAttempt attempt = wants.attempt();
    return aboveMaximum(wants.maximum(), attempt, want, beside, words)
        .or(() -> idle.beside(attempt, beside, rooms -> tooBig(want, rooms, words)));
  }

  private static Optional<Misfit> aboveMaximum(
      Maximum maximum,
      OpenAttempt attempt,
      ProfileWant want,
      Predicate<Present.Some> beside,
      String words) {
    ProcessNeed driver = attempt.driver();
    ProcessNeed need = want.need().process();
    List<Present.Some> kept = attempt.present().all().stream().filter(beside).toList();
    long cores =
        driver.coresMilli()
            + need.coresMilli()
            + kept.stream().mapToLong(Present.Some::coresMilli).sum();
    long memory =
        driver.memoryBytes()
            + need.memoryBytes()
            + kept.stream().mapToLong(Present.Some::memoryBytes).sum();
    return maximum.holds(cores, memory)
        ? Optional.empty()
        : Optional.of(
            misfit(
                "%s needs %s (heap and overhead), %s with its driver%s. %s. Ask for less, use another queue, or raise that queue's maximum."
                    .formatted(
                        want.one("An executor"),
                        Figures.of(need),
                        Figures.of(cores, memory),
                        words,
                        maximum.sentence()),
                Misfit.Cure.MAXIMUM));
  }

  /** A host that Spark excludes now may be taken again. */
  private static Optional<Misfit> tooBig(ProfileWant want, Rooms rooms, String kept) {
    ProcessNeed need = want.need().process();
    List<Room> admitted = rooms.all().stream().filter(want.need()::admitsUnlessExcluded).toList();
    if (admitted.isEmpty()) {
      return Missing.never(rooms.all(), want.need());
    }
    if (admitted.stream().anyMatch(room -> room.fits(need))) {
      return Optional.empty();
    }
    return Optional.of(
        misfit(
            "%s needs %s%s (heap and overhead) on one node. Even when idle but for the driver%s, %s. Ask for less, or add a bigger node."
                .formatted(
                    want.one("An executor"),
                    Figures.of(need),
                    Figures.with(want.need().placement()),
                    kept,
                    Figures.have(admitted)),
            Misfit.Cure.NODE));
  }

  private static Misfit misfit(String message, Misfit.Cure cure) {
    return new Misfit(ErrorCode.DOES_NOT_FIT, message, List.of(), cure);
  }
}
