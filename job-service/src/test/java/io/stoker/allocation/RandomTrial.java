package io.stoker.allocation;

import java.time.Duration;
import java.util.Map;

/** One random history with a look after each step, and its end. */
final class RandomTrial {
  private final RandomCluster cluster;
  private final RandomHistory history;
  private final TurnChecks turns;
  private final CapacityChecks capacity;

  private RandomTrial(RandomCluster cluster) {
    this.cluster = cluster;
    this.history = new RandomHistory(cluster);
    this.turns = new TurnChecks(cluster);
    this.capacity = new CapacityChecks(cluster);
  }

  /**
   * What a trial went through.
   *
   * @param taken without its end
   */
  record Told(
      int steps,
      Duration taken,
      Map<RandomHistory.Action, Integer> actions,
      RandomOutcomes outcomes) {}

  /** The same seed has the same things happen in the same order. */
  static Told run(long seed, int steps) {
    try (RandomCluster cluster = new RandomCluster(seed)) {
      return new RandomTrial(cluster).run(steps);
    }
  }

  private Told run(int steps) {
    long begin = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      RandomHistory.Action action = history.next();
      try {
        turns.pass();
        capacity.check();
      } catch (AssertionError e) {
        throw new AssertionError(
            "%s, step %d, after %s: %s".formatted(cluster.seed(), step, action, e.getMessage()), e);
      }
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    new LastTurns(cluster, turns, capacity).run(history.cancelled());
    return new Told(steps, taken, history.counts(), RandomOutcomes.of(cluster, turns.aged()));
  }
}
