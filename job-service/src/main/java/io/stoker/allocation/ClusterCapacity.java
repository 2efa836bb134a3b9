package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import io.stoker.run.CapacityCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Compares what a run needs at least, a driver and one executor, with the nodes as if idle. */
@Component
class ClusterCapacity implements CapacityCheck {
  private final AllocationStore store;

  ClusterCapacity(AllocationStore store) {
    this.store = store;
  }

  /** Empty too when no node has joined: the first one may be big enough. */
  @Override
  public Optional<String> whyNever(ProcessNeed driver, ProcessNeed executor) {
    Rooms idle = store.idleRooms();
    return idle.all().isEmpty() || holds(idle.all(), driver, executor)
        ? Optional.empty()
        : Optional.of(why(driver, executor, idle.all()));
  }

  /** Whether the nodes that may get work now could hold a run if they were idle. */
  boolean fitsIdle(ProcessNeed driver, ProcessNeed executor) {
    return holds(store.idleRooms().open(), driver, executor);
  }

  /** Whether an executor could join an attempt that has nothing but its driver on idle nodes. */
  boolean fitsIdle(ExecutorWants wants) {
    return wants.fitsIdle(store.idleRooms());
  }

  private static boolean holds(List<Room> rooms, ProcessNeed driver, ProcessNeed executor) {
    for (Room room : rooms) {
      if (room.fits(driver)) {
        room.take(driver);
        boolean holds =
            rooms.stream()
                .anyMatch(other -> other.runtime().equals(room.runtime()) && other.fits(executor));
        room.giveBack(driver);
        if (holds) {
          return true;
        }
      }
    }
    return false;
  }

  private static String why(ProcessNeed driver, ProcessNeed executor, List<Room> rooms) {
    String nodes =
        rooms.stream()
            .map(
                room ->
                    "%s has %s"
                        .formatted(room.name(), Figures.of(room.coresMilli(), room.memoryBytes())))
            .collect(Collectors.joining(", "));
    return """
        The driver needs %s (heap and overhead), and at the same time one executor needs %s, each on \
        one node. Even when idle, %s. Ask for less, or add a bigger node.\
        """
        .formatted(Figures.of(driver), Figures.of(executor), nodes);
  }
}
