package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stoker.cluster.NodePython;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.cluster.ProcessNeed;
import io.stoker.error.Violation;
import io.stoker.placement.Placement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OversizeTest {
  private static final long GIB = 1L << 30;

  private final List<Room> rooms = List.of(room(4, 8), room(2, 32));

  @Test
  void namesEachFieldForWhichNoNodeIsBigEnough() {
    assertThat(Oversize.of(rooms, need(6, 40), need(5, 1)))
        .extracting(Violation::pointer, Violation::message)
        .containsExactly(
            tuple("/driver/cores", "must be at most 4 cores, the most that a node has"),
            tuple(
                "/driver/memory",
                "must be at most 32768 MiB with its overhead, the most that a node has, but comes to 40960 MiB"),
            tuple("/executor/cores", "must be at most 4 cores, the most that a node has"));
  }

  @Test
  void namesOneOfTwoThatNoNodeHasTogether() {
    assertThat(Oversize.of(rooms, need(4, 16), need(1, 1)))
        .extracting(Violation::pointer)
        .containsExactly("/driver/memory");
    assertThat(Oversize.of(rooms.subList(0, 1), need(3, 1), need(2, 1)))
        .as("each fits, and not both")
        .extracting(Violation::pointer)
        .containsExactly("/executor");
  }

  private static PlacementNeed need(int cores, long gib) {
    return new PlacementNeed(
        new ProcessNeed(cores * 1000L, gib * GIB, gib * GIB), Placement.ANYWHERE);
  }

  private static Room room(int cores, long gib) {
    return new Room(
        UUID.randomUUID(),
        "n" + cores,
        "n.test",
        NodeState.READY,
        true,
        new SparkRuntime("digest", 17),
        Map.of(),
        NodePython.UNSAID,
        false,
        cores * 1000L,
        gib * GIB);
  }
}
