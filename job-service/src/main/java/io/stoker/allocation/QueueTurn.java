package io.stoker.allocation;

import io.stoker.run.WaitingRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one queue wants while a pass goes on: executors of its attempts, each for the attempt that
 * has least of the cluster, and then drivers of its waiting runs, strictly the oldest first. When
 * its turn has not come for long, its oldest run comes before everything, and then it is as before.
 */
final class QueueTurn {
  private static final Comparator<ExecutorWants> LEAST_USED =
      Comparator.comparingDouble(ExecutorWants::part)
          .thenComparing(wants -> wants.attempt().runId());

  /** Whose turn is next. */
  static final Comparator<QueueTurn> ORDER =
      Comparator.comparingLong((QueueTurn turn) -> turn.isAged ? -turn.waitedTicks : 0)
          .thenComparing(turn -> turn.share, Share.ORDER)
          .thenComparing(turn -> turn.oldest);

  private static final UUID NONE = new UUID(Long.MAX_VALUE, Long.MAX_VALUE);

  private final Share share;
  private final List<ExecutorWants> wants;
  private final Deque<WaitingRun> runs;
  private final long waitedTicks;
  private final UUID oldest;
  private final List<Claim> claims = new ArrayList<>();
  private boolean isAged;
  private boolean isKept;
  private boolean isServed;
  private boolean keepsExecutors;
  private int waiting;
  private @Nullable WaitingRun atMax;

  /**
   * @param wants executors that its attempts lack
   * @param runs that wait, the oldest first
   * @param waitedTicks for which its turn has not come
   * @param ageingTicks after which it comes before all others; never while the last run that did so
   *     goes on
   */
  QueueTurn(
      Share share,
      List<ExecutorWants> wants,
      List<WaitingRun> runs,
      long waitedTicks,
      long ageingTicks) {
    this.share = share;
    this.wants = new ArrayList<>(wants);
    this.runs = new ArrayDeque<>(runs);
    this.waitedTicks = waitedTicks;
    this.isAged = waitedTicks >= ageingTicks && !runs.isEmpty();
    this.oldest =
        Stream.concat(
                wants.stream().map(it -> it.attempt().runId()),
                runs.stream().map(WaitingRun::runId))
            .min(Comparator.naturalOrder())
            .orElse(NONE);
  }

  String queue() {
    return share.queue();
  }

  boolean wantsMore() {
    return !wants.isEmpty() || !runs.isEmpty();
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
    if (isAged || wants.isEmpty()) {
      takeRun(ahead, drivers, idle);
    } else {
      takeExecutor(wants.stream().min(LEAST_USED).orElseThrow(), ahead, placer);
    }
  }

  private void takeExecutor(ExecutorWants least, Ahead ahead, ExecutorWants.Placer placer) {
    if (keepsExecutors) {
      least.keepBack();
      wants.remove(least);
    } else if (!least.placeNext(ahead.free(), placer)) {
      wants.remove(least);
      least.lacking().ifPresent(executor -> claims.add(Claim.of(share, executor)));
    }
  }

  private void takeRun(Ahead ahead, DriverPlacing drivers, IdleCluster idle) {
    WaitingRun run = runs.remove();
    DriverPlacing.Place place = new DriverPlacing.Place(run, ++waiting, share);
    if (atMax != null) {
      drivers.explainBehind(place, atMax);
      return;
    }
    switch (drivers.place(place, ahead, idle)) {
      case PLACED -> {
        waiting--;
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
