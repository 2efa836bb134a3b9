package io.stoker.cli.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What each of several nodes on one machine declares.
 *
 * @param cores whole cores of each node
 * @param memoryMib mebibytes of each node
 */
public record MachineShare(int cores, long memoryMib) {
  private static final int LEAST_CORES = 2;
  private static final long LEAST_MEMORY_MIB = 4096;

  /** Kept for the operating system, the server, PostgreSQL and the nodes' own services. */
  private static final long RESERVED_MIB = 4096;

  /** What the shuffle server of a node may take, with the heap that it has by default. */
  private static final long SHUFFLE_SERVER_MIB = 896;

  /**
   * What a machine has.
   *
   * @param memoryMib physical memory, or this container's limit
   */
  public record Machine(int cores, long memoryMib) {
    public static Machine current() {
      var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return new Machine(
          Runtime.getRuntime().availableProcessors(), system.getTotalMemorySize() / 1024 / 1024);
    }
  }

  /**
   * Splits a machine, over-committing a small one: a driver and an executor must fit on a node for
   * any job to run.
   */
  public static MachineShare of(Machine machine, int nodes) {
    return new MachineShare(
        Math.max(LEAST_CORES, machine.cores() / nodes),
        Math.max(LEAST_MEMORY_MIB, free(machine, nodes) / nodes));
  }

  /** What a person should know before timing anything. */
  public String describe(Machine machine, int nodes) {
    String share =
        "Each of %d nodes declares %d cores and %s; the machine has %d cores and %s."
            .formatted(nodes, cores, gib(memoryMib), machine.cores(), gib(machine.memoryMib()));
    boolean coresOver = cores * nodes > machine.cores();
    boolean memoryOver = memoryMib * nodes > free(machine, nodes);
    if (!coresOver && !memoryOver) {
      return share;
    }
    String what = coresOver && memoryOver ? "cores and memory" : coresOver ? "cores" : "memory";
    return share
        + " That over-commits its %s: jobs run, only slower than on machines of their own."
            .formatted(what);
  }

  private static long free(Machine machine, int nodes) {
    return machine.memoryMib() - RESERVED_MIB - nodes * SHUFFLE_SERVER_MIB;
  }

  /** As Spark writes sizes. */
  public String memory() {
    return memoryMib + "m";
  }

  private static String gib(long mebibytes) {
    return String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024.0);
  }
}
