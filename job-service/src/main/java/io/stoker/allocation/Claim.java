package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import io.stoker.run.WaitingRun;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What a queue has found no room for in a pass.
 *
 * @param runId whose it is
 * @param part of the cluster that the run has
 * @param isIdling whether it has executors without a task, and so needs no more from others
 * @param keeps whether who comes behind it gets nothing on the nodes that it may go to
 * @param kept what the share counts for it already
 * @param pieces processes that it needs at the same time
 */
record Claim(
    Share share,
    UUID runId,
    double part,
    boolean isIdling,
    boolean keeps,
    List<ProcessNeed> kept,
    List<Piece> pieces) {

  /** One process, and the nodes that it may go to. */
  record Piece(ProcessNeed need, Predicate<Room> admits) {}

  /** A driver and its first executor. */
  static Claim of(Share share, WaitingRun run) {
    return new Claim(
        share,
        run.runId(),
        0,
        false,
        true,
        List.of(),
        List.of(
            new Piece(run.driver().process(), room -> room.admits(run.driver())),
            new Piece(run.executor().process(), room -> room.admits(run.executor()))));
  }

  /** One more executor, where no older run of its queue waits. */
  static Claim of(Share share, ExecutorWants wants, ExecutorNeed executor) {
    return new Claim(
        share,
        wants.attempt().runId(),
        wants.part(),
        wants.isIdling(),
        false,
        wants.kept().stream().toList(),
        List.of(
            new Piece(
                executor.process(), room -> executor.admits(room) && !wants.isReserved(room))));
  }

  long coresMilli() {
    return pieces.stream().mapToLong(piece -> piece.need().coresMilli()).sum();
  }

  long memoryBytes() {
    return pieces.stream().mapToLong(piece -> piece.need().memoryBytes()).sum();
  }

  /** Whether a part of it may go to a node. */
  boolean admits(Room room) {
    return pieces.stream().anyMatch(piece -> piece.admits().test(room));
  }
}
