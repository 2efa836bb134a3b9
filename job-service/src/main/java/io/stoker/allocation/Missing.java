package io.stoker.allocation;

import io.stoker.cluster.PlacementNeed;
import io.stoker.run.Misfit;
import io.stoker.run.Reason;
import java.util.List;
import java.util.Optional;

/** What a process must find on its node beside room, and does not: labels, then Python. */
final class Missing {
  private Missing() {}

  /** What no node that has joined has; empty when one has all that each kind of process needs. */
  static Optional<Misfit> never(List<Room> rooms, PlacementNeed driver, PlacementNeed executor) {
    return MissingLabels.never(rooms, driver, executor)
        .or(() -> MissingPython.never(rooms, driver, executor));
  }

  /** The same of executors of an attempt. */
  static Optional<Misfit> never(List<Room> rooms, ExecutorNeed executor) {
    PlacementNeed need = new PlacementNeed(executor.process(), executor.placement());
    return MissingLabels.never(rooms, "executor", need)
        .or(() -> MissingPython.never(rooms, "executors", need));
  }

  /** What no node has that may get work now, though another one may. */
  static Optional<Reason> now(Rooms rooms, PlacementNeed driver, PlacementNeed executor) {
    return MissingLabels.now(rooms, driver, executor)
        .map(Missing::labels)
        .or(
            () ->
                MissingPython.now(rooms, "driver", driver)
                    .or(() -> MissingPython.now(rooms, "executor", executor))
                    .map(Missing::python));
  }

  /** The same of executors of an attempt, excluded hosts left out. */
  static Optional<Reason> now(Rooms rooms, ExecutorNeed executor) {
    PlacementNeed need = new PlacementNeed(executor.process(), executor.placement());
    return MissingRuntime.now(rooms, executor)
        .map(message -> new Reason(Reason.RUNTIME_GONE, message))
        .or(() -> MissingLabels.now(rooms, executor).map(Missing::labels))
        .or(() -> MissingPython.now(rooms, "executors", need).map(Missing::python));
  }

  private static Reason labels(String message) {
    return new Reason(Reason.NO_NODE_WITH_LABEL, message);
  }

  private static Reason python(String message) {
    return new Reason(Reason.NO_PYTHON, message);
  }
}
