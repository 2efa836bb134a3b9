package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.Placement;
import io.stoker.placement.PythonNeed;
import io.stoker.run.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cores and memory in words. */
final class Figures {
  private static final long MIB = 1024 * 1024;

  private Figures() {}

  /** As {@code 1 core and 1408 MiB}. */
  static String of(ProcessNeed need) {
    return of(need.coresMilli(), need.memoryBytes());
  }

  /** As {@code with disk=ssd and Python 3.11}; nothing when any node will do. */
  static String with(Placement placement) {
    Map<String, String> labels = placement.nodes().required();
    PythonNeed python = placement.python();
    List<String> words = new ArrayList<>();
    if (!labels.isEmpty()) {
      words.add(NodeSelector.words(labels));
    }
    if (python != null) {
      words.add("Python" + (python.minor() == null ? "" : " " + python.minor()));
    }
    return words.isEmpty() ? "" : " with " + String.join(" and ", words);
  }

  /** Whether it is cores or memory that a process waits for, of the node that lacks least. */
  static Reason lacks(ProcessNeed need, Optional<Room> nearest, String message) {
    return nearest.isPresent() && nearest.get().coresMilli() < need.coresMilli()
        ? Reason.waitingForCores(need.coresMilli(), message)
        : new Reason(Reason.WAITING_FOR_CAPACITY, message);
  }

  /** As {@code 0.5 cores and 900 MiB on node-1}; free of what a pass has held back. */
  static String free(Optional<Room> room) {
    return room.map(it -> of(it.coresMilli(), it.memoryBytes()) + " on " + it.name())
        .orElse("nothing, since there is none now");
  }

  /** As {@code a has 4 cores and 8192 MiB, b has 2 cores and 4096 MiB}. */
  static String have(List<Room> rooms) {
    return rooms.stream()
        .map(room -> room.name() + " has " + of(room.coresMilli(), room.memoryBytes()))
        .collect(Collectors.joining(", "));
  }

  /** Memory in whole MiB, a need rounded up would hide nothing since heaps are whole MiB. */
  static String of(long coresMilli, long memoryBytes) {
    return cores(coresMilli) + " and " + memory(memoryBytes);
  }

  /** As {@code 0.5 cores}. */
  static String cores(long coresMilli) {
    String cores =
        BigDecimal.valueOf(Math.max(0, coresMilli), 3).stripTrailingZeros().toPlainString();
    return cores + (cores.equals("1") ? " core" : " cores");
  }

  /** As {@code 1408 MiB}. */
  static String memory(long memoryBytes) {
    return Math.max(0, memoryBytes) / MIB + " MiB";
  }
}
