package io.stoker.allocation;

import static java.util.stream.Collectors.toCollection;

import io.stoker.run.WaitingRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one queue wants while a pass goes on: executors of its attempts, each for the attempt that
 * has least of the cluster, and then drivers of its waiting runs, strictly the oldest first. When
 * its turn has not come for long, its oldest run comes before everything, and then it is as before.
 *
 * <p>A run for which executors of others are let go comes before those, in its queue as among
 * queues: else they would have their room again. And an attempt that has executors without a task
 * gets further ones after everybody else: it would idle with them too, until they are let go.
 */
final class QueueTurn {
  private static final Comparator<ExecutorWants> LEAST_USED =
      Comparator.comparingDouble(ExecutorWants::part)
          .thenComparing(wants -> wants.attempt().runId());

  /** Whose turn is next. */
  static final Comparator<QueueTurn> ORDER =
      Comparator.comparingLong((QueueTurn turn) -> turn.isAged ? -turn.waitedTicks : 0)
          .thenComparing(QueueTurn::needsNoMore)
          .thenComparing(turn -> turn.share, Share.BELOW_FIRST)
          .thenComparing(turn -> turn.given.isEmpty())
          .thenComparing(turn -> turn.share, Share.ORDER)
          .thenComparing(turn -> turn.oldest);

  private static final UUID NONE = new UUID(Long.MAX_VALUE, Long.MAX_VALUE);

  private final Share share;
  private final List<ExecutorWants> wants;
  private final List<ExecutorWants> idling;
  private final Deque<WaitingRun> runs;
  private final long waitedTicks;
  private final UUID oldest;
  private final Set<UUID> given;
  private final List<Claim> claims = new ArrayList<>();
  private boolean isAged;
  private boolean isKept;
  private boolean isServed;
  private boolean keepsExecutors;
  private @Nullable WaitingRun atMax;

  /**
   * @param wants executors that its attempts lack
   * @param runs that wait, the oldest first
   * @param given runs for which executors of others are let go
   * @param waitedTicks for which its turn has not come
   * @param ageingTicks after which it comes before all others; never while the last run that did so
   *     goes on
   */
  QueueTurn(
      Share share,
      List<ExecutorWants> wants,
      List<WaitingRun> runs,
      Set<UUID> given,
      long waitedTicks,
      long ageingTicks) {
    this.share = share;
    this.wants = new ArrayList<>(wants);
    this.wants.removeIf(ExecutorWants::isIdling);
    this.idling = new ArrayList<>(wants);
    this.idling.removeAll(this.wants);
    this.runs = new ArrayDeque<>(runs);
    this.given = runIds(wants, runs).filter(given::contains).collect(toCollection(HashSet::new));
    this.waitedTicks = waitedTicks;
    this.isAged = waitedTicks >= ageingTicks && !runs.isEmpty();
    this.oldest = runIds(wants, runs).min(Comparator.naturalOrder()).orElse(NONE);
  }

  private static Stream<UUID> runIds(List<ExecutorWants> wants, List<WaitingRun> runs) {
    return Stream.concat(
        wants.stream().map(it -> it.attempt().runId()), runs.stream().map(WaitingRun::runId));
  }

  String queue() {
    return share.queue();
  }

  boolean wantsMore() {
    return !wants.isEmpty() || !runs.isEmpty() || !idling.isEmpty();
  }

  private boolean needsNoMore() {
    return wants.isEmpty() && runs.isEmpty() && given.isEmpty();
  }

  /** Whether the nodes could hold a run of it, and nothing of it was placed. */
  boolean isKeptWaiting() {
    return isKept && !isServed;
  }

  /** What it has found no room for, in its order. */
  List<Claim> claims() {
    return claims;
  }

  /** Places one process, or finds out that it cannot be placed. */
  void take(Ahead ahead, DriverPlacing drivers, IdleCluster idle, ExecutorWants.Placer placer) {
    Optional<ExecutorWants> executor = isAged ? Optional.empty() : nextExecutor();
    if (executor.isPresent()) {
      takeExecutor(executor.get(), ahead, placer);
    } else {
      takeRun(ahead, drivers, idle);
    }
  }

  private Optional<ExecutorWants> nextExecutor() {
    if (given.isEmpty()) {
      return (wants.isEmpty() && runs.isEmpty() ? idling : wants).stream().min(LEAST_USED);
    }
    return Stream.concat(wants.stream(), idling.stream())
        .filter(it -> given.contains(it.attempt().runId()))
        .min(LEAST_USED);
  }

  private void takeExecutor(ExecutorWants least, Ahead ahead, ExecutorWants.Placer placer) {
    boolean isGiven = given.remove(least.attempt().runId());
    if (keepsExecutors) {
      least.keepBack();
      remove(least);
    } else if (!least.placeNext(ahead.free(), placer)) {
      remove(least);
      least.lacking().ifPresent(executor -> claims.add(Claim.of(share, least, executor)));
      if (isGiven && least.lacking().isPresent()) {
        ahead.add(least);
      }
    }
  }

  private void remove(ExecutorWants executors) {
    wants.remove(executors);
    idling.remove(executors);
  }

  private void takeRun(Ahead ahead, DriverPlacing drivers, IdleCluster idle) {
    WaitingRun run = runs.remove();
    boolean isGiven = given.remove(run.runId());
    DriverPlacing.Place place = new DriverPlacing.Place(run, share);
    if (atMax != null) {
      drivers.explainBehind(place, atMax);
      return;
    }
    boolean wasAged = isAged;
    DriverPlacing.Outcome outcome = drivers.place(place, ahead, idle);
    if (!isGiven && !wasAged && outcome != DriverPlacing.Outcome.LEFT_OUT) {
      // an older run takes what is given
      given.clear();
    }
    switch (outcome) {
      case PLACED -> {
        // one behind a run that waits does not make the wait of that one shorter
        isServed |= !isKept;
        if (isAged) {
          drivers.markAged(run);
        }
        isAged = false;
      }
      case WAITS_FOR_NODES -> {
        claims.add(Claim.of(share, run));
        isKept = true;
        isAged = false;
      }
      case WAITS_FOR_QUEUE -> {
        isKept = true;
        // what the queue has left is for this run, and not for further executors
        keepsExecutors = isAged;
        isAged = false;
        atMax = run;
      }
      case LEFT_OUT -> isAged = isAged && !runs.isEmpty();
    }
  }
}
