package io.stoker.allocation;

import io.stoker.cluster.ProcessNeed;
import io.stoker.queue.QueueSpec;
import io.stoker.queue.QueueUses.Cluster;
import io.stoker.run.Reason;
import java.util.Comparator;

/**
 * What one queue has of the cluster while a pass goes on. Its part of the cluster is that of cores
 * or of memory, whichever is the larger; it is served by that part of its guaranteed share.
 */
final class Share {
  /** Queues below their guaranteed shares come before those that have them. */
  static final Comparator<Share> BELOW_FIRST = Comparator.comparing(share -> !share.isBelow());

  /** Among either the higher priority comes first, and then who is served least. */
  static final Comparator<Share> ORDER =
      Comparator.comparing((Share share) -> -share.spec.priority())
          .thenComparingDouble(Share::served)
          .thenComparingDouble(Share::part);

  private static final double WHOLE = 100_000;

  private final QueueSpec spec;
  private final Maximum maximum;
  private final Cluster cluster;
  private long coresMilli;
  private long memoryBytes;
  private int running;

  /**
   * @param cluster what READY nodes have in all
   * @param running runs that have started and are not over
   */
  Share(QueueSpec spec, Cluster cluster, int running) {
    this.spec = spec;
    this.maximum = Maximum.of(spec);
    this.cluster = cluster;
    this.running = running;
  }

  String queue() {
    return spec.name();
  }

  Maximum maximum() {
    return maximum;
  }

  void take(long cores, long memory) {
    coresMilli += cores;
    memoryBytes += memory;
  }

  void take(ProcessNeed need) {
    take(need.coresMilli(), need.memoryBytes());
  }

  void giveBack(ProcessNeed need) {
    take(-need.coresMilli(), -need.memoryBytes());
  }

  /** Whether one more process stays within the most that the queue may take. */
  boolean admits(ProcessNeed need) {
    return maximum.holds(coresMilli + need.coresMilli(), memoryBytes + need.memoryBytes());
  }

  /** The same of two at the same time. */
  boolean admits(ProcessNeed one, ProcessNeed other) {
    return maximum.holds(
        coresMilli + one.coresMilli() + other.coresMilli(),
        memoryBytes + one.memoryBytes() + other.memoryBytes());
  }

  /** Why a process has to wait although nodes may have room for it. */
  Reason atMax(String who, ProcessNeed need) {
    return new Reason(
        Reason.QUEUE_AT_MAX,
        "%s, of which %s are taken or held; %s needs %s."
            .formatted(
                maximum.sentence(), Figures.of(coresMilli, memoryBytes), who, Figures.of(need)));
  }

  boolean admitsRun() {
    Integer most = spec.maxRunning();
    return most == null || running < most;
  }

  void start() {
    running++;
  }

  Reason runLimit() {
    return new Reason(
        Reason.QUEUE_RUN_LIMIT,
        "Queue %s lets %d runs go on at once (maxRunning), and %d do."
            .formatted(spec.name(), spec.maxRunning(), running));
  }

  /** The part of the cluster that processes of such sizes are. */
  double part(long cores, long memory) {
    return cluster.part(cores, memory);
  }

  private double part() {
    return part(coresMilli, memoryBytes);
  }

  private double served() {
    return spec.shareMilli() == 0 ? Double.POSITIVE_INFINITY : part() * WHOLE / spec.shareMilli();
  }

  boolean isBelow() {
    return served() < 1;
  }

  /** Whether it would still have its share without a process. */
  boolean keepsShareWithout(ProcessNeed need) {
    return part(coresMilli - need.coresMilli(), memoryBytes - need.memoryBytes()) * WHOLE
        >= spec.shareMilli();
  }

  /** The part of the cluster that it would have above its share, had it so much more or less. */
  double aboveWith(long cores, long memory) {
    return part(coresMilli + cores, memoryBytes + memory) - spec.shareMilli() / WHOLE;
  }

  boolean preempts() {
    return spec.preemption();
  }
}
