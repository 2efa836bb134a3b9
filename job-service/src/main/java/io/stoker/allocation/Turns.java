package io.stoker.allocation;

import io.stoker.run.WaitingRun;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets queues take their turns in a pass, a process at a time, until none can place any more. */
@Component
class Turns {
  private final ShareStore store;
  private final DriverPlacing drivers;
  private final AllocationSettings settings;

  Turns(ShareStore store, DriverPlacing drivers, AllocationSettings settings) {
    this.store = store;
    this.drivers = drivers;
    this.settings = settings;
  }

  /** What queues have now. */
  Shares shares(IdleCluster idle) {
    return new Shares(store.queues(), store.used(), idle.ready(), store.given());
  }

  /**
   * Places what there is room for, and gives what it found no room for, whose turn comes first at
   * the beginning.
   *
   * @param wants executors that attempts lack; one that has none has had its turn
   * @param waiting runs that could be placed some time, the oldest first
   */
  List<Claim> take(
      List<ExecutorWants> wants,
      List<WaitingRun> waiting,
      Shares shares,
      Ahead ahead,
      IdleCluster idle,
      ExecutorWants.Placer placer) {
    List<QueueTurn> turns =
        shares.all().stream().map(share -> turn(share, wants, waiting, shares)).toList();
    Optional<QueueTurn> next = next(turns);
    while (next.isPresent()) {
      next.get().take(ahead, drivers, idle, placer);
      next = next(turns);
    }
    store.keepWaiting(
        turns.stream().filter(QueueTurn::isKeptWaiting).map(QueueTurn::queue).toList());
    return turns.stream().sorted(QueueTurn.ORDER).flatMap(turn -> turn.claims().stream()).toList();
  }

  private QueueTurn turn(
      Share share, List<ExecutorWants> wants, List<WaitingRun> waiting, Shares shares) {
    String queue = share.queue();
    return new QueueTurn(
        share,
        wants.stream()
            .filter(want -> want.attempt().queue().equals(queue) && !want.isStuck())
            .toList(),
        waiting.stream().filter(run -> run.queue().equals(queue)).toList(),
        shares.given(),
        shares.waitedTicks(queue),
        shares.hasAged(queue) ? Long.MAX_VALUE : settings.ageingTicks());
  }

  private static Optional<QueueTurn> next(List<QueueTurn> turns) {
    return turns.stream().filter(QueueTurn::wantsMore).min(QueueTurn.ORDER);
  }
}
