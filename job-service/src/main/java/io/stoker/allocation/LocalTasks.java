package io.stoker.allocation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where tasks would find their data.
 *
 * @param byHost tasks by host, which the address or the name of a node stands for
 * @param byRack tasks by the rack of their host, as far as that is a node
 */
record LocalTasks(Map<String, Integer> byHost, Map<String, Integer> byRack) {
  static final LocalTasks NONE = new LocalTasks(Map.of(), Map.of());

  /**
   * Of Spark's hints.
   *
   * @param rooms all nodes, also those that get nothing now: they have data all the same
   */
  static LocalTasks of(Map<String, Integer> byHost, List<Room> rooms) {
    Map<String, Integer> byRack = new HashMap<>();
    if (!byHost.isEmpty()) {
      for (Room room : rooms) {
        String rack = room.rack();
        if (rack != null) {
          byRack.merge(rack, on(byHost, room), Integer::sum);
        }
      }
    }
    return new LocalTasks(byHost, byRack);
  }

  int on(Room room) {
    return on(byHost, room);
  }

  /** On the node's rack, itself included. */
  int near(Room room) {
    String rack = room.rack();
    return rack == null ? 0 : byRack.getOrDefault(rack, 0);
  }

  private static int on(Map<String, Integer> byHost, Room room) {
    return byHost.getOrDefault(room.host(), byHost.getOrDefault(room.name(), 0));
  }
}
