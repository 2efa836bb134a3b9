package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import io.stoker.run.WaitingRun;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a queue has found no room for in a pass.
 *
 * @param pieces processes that it needs at the same time
 */
record Claim(Share share, List<Piece> pieces) {

  /** One process, and the nodes that it may go to. */
  record Piece(ProcessNeed need, Predicate<Room> admits) {}

  /** A driver and its first executor. */
  static Claim of(Share share, WaitingRun run) {
    return new Claim(
        share,
        List.of(
            new Piece(run.driver().process(), room -> room.admits(run.driver())),
            new Piece(run.executor().process(), room -> room.admits(run.executor()))));
  }

  /** One more executor. */
  static Claim of(Share share, ExecutorNeed executor) {
    return new Claim(share, List.of(new Piece(executor.process(), executor::admits)));
  }
}
