package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;

import io.stoker.cluster.ProcessKind;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** What happens to a cluster, one thing after the other, by chance. */
final class RandomHistory {
  private static final int MOST_QUEUES = 6;

  private final RandomCluster cluster;
  private final RandomNodeEvents nodes;
  private final List<Action> drawn = new ArrayList<>();
  private final Map<Action, Integer> counts = new EnumMap<>(Action.class);
  private final Set<UUID> cancelled = new HashSet<>();

  /** With how often each comes among all of them. */
  enum Action {
    SUBMIT(14),
    DRIVERS_ASK(12),
    NODE_WORKS(20),
    TASKS_CHANGE(8),
    EXECUTORS_LEAVE(6),
    DRIVER_EXITS(3),
    DRIVER_KILLED(2),
    DRIVER_GIVES_UP(3),
    EXECUTOR_EXITS(3),
    EXECUTOR_KILLED(3),
    PROCESS_VANISHES(2),
    RUN_CANCELLED(2),
    QUEUE_BOUNDED(4),
    QUEUE_MADE(1),
    SECONDS_PASS(12),
    MINUTES_PASS(4),
    AGES_PASS(1),
    NODE_SILENT(4),
    NODE_BACK(5),
    NODE_BACK_REBOOTED(2),
    NODE_REBOOTED(1),
    NODE_RESTARTED(1),
    NODE_DRAINED(3),
    NODE_UNDRAINED(3),
    NODE_REMOVED(2),
    NODE_JOINED(2);

    private final int weight;

    Action(int weight) {
      this.weight = weight;
    }
  }

  RandomHistory(RandomCluster cluster) {
    this.cluster = cluster;
    this.nodes = new RandomNodeEvents(cluster);
    for (Action action : Action.values()) {
      for (int i = 0; i < action.weight; i++) {
        drawn.add(action);
      }
    }
  }

  /** The next thing that happens; some have nothing to happen to. */
  Action next() {
    Action action = cluster.any(drawn);
    if (act(action).getAsBoolean()) {
      counts.merge(action, 1, Integer::sum);
    }
    return action;
  }

  /** How often each has happened to something. */
  Map<Action, Integer> counts() {
    return counts;
  }

  /** Runs that were cancelled by chance. */
  Set<UUID> cancelled() {
    return cancelled;
  }

  private BooleanSupplier act(Action action) {
    RandomDrivers drivers = cluster.drivers;
    return switch (action) {
      case SUBMIT -> () -> cluster.submit(cluster.any(cluster.kinds()));
      case DRIVERS_ASK -> drivers::ask;
      case NODE_WORKS -> nodes::work;
      case TASKS_CHANGE -> drivers::changeTasks;
      case EXECUTORS_LEAVE -> drivers::letGo;
      case DRIVER_EXITS -> () -> nodes.end(ProcessKind.DRIVER, 0);
      case DRIVER_KILLED -> () -> nodes.end(ProcessKind.DRIVER, 137);
      case DRIVER_GIVES_UP -> drivers::giveUp;
      case EXECUTOR_EXITS -> () -> nodes.end(ProcessKind.EXECUTOR, 0);
      case EXECUTOR_KILLED -> () -> nodes.end(ProcessKind.EXECUTOR, 137);
      case PROCESS_VANISHES -> nodes::vanish;
      case RUN_CANCELLED -> this::cancel;
      case QUEUE_BOUNDED -> this::bound;
      case QUEUE_MADE -> this::makeQueue;
      case SECONDS_PASS -> () -> pass(1 + cluster.random.nextInt(15));
      case MINUTES_PASS -> () -> pass(60 + cluster.random.nextInt(70));
      case AGES_PASS -> () -> pass(cluster.chance(50) ? 301 : 610);
      case NODE_SILENT -> nodes::fallSilent;
      case NODE_BACK -> nodes::comeBack;
      case NODE_BACK_REBOOTED -> nodes::comeBackRebooted;
      case NODE_REBOOTED -> nodes::reboot;
      case NODE_RESTARTED -> nodes::restart;
      case NODE_DRAINED -> nodes::drain;
      case NODE_UNDRAINED -> nodes::undrain;
      case NODE_REMOVED -> nodes::remove;
      case NODE_JOINED -> nodes::join;
    };
  }

  private boolean pass(int ticks) {
    cluster.seconds(ticks);
    return true;
  }

  private boolean cancel() {
    List<UUID> open =
        cluster
            .bench
            .jdbc
            .sql("select id from run where finished_at is null order by id")
            .query(UUID.class)
            .list();
    if (open.isEmpty()) {
      return false;
    }
    UUID run = cluster.any(open);
    cluster.bench.runs.cancel(run, "ada");
    cancelled.add(run);
    return true;
  }

  /** Other bounds of a queue; each of its runs alone stays within them. */
  private boolean bound() {
    List<Queue> queues = cluster.bench.queues.list(null, MOST_QUEUES);
    QueueSpec queue = cluster.any(queues).spec();
    cluster.bench.change(
        new QueueSpec(
            queue.name(),
            queue.shareMilli(),
            cluster.chance(50) ? null : Long.valueOf(4000 + 1000 * cluster.random.nextInt(4)),
            cluster.chance(50) ? null : Long.valueOf((6 + cluster.random.nextInt(8)) * GIB),
            queue.priority(),
            cluster.chance(50) ? null : Integer.valueOf(1 + cluster.random.nextInt(4)),
            cluster.chance(50) ? null : Integer.valueOf(1 + cluster.random.nextInt(6)),
            cluster.chance(50)));
    return true;
  }

  private boolean makeQueue() {
    int made = cluster.bench.queues.list(null, MOST_QUEUES).size();
    if (made == MOST_QUEUES) {
      return false;
    }
    String name = "made-" + made;
    int share = 5000 * cluster.random.nextInt(3);
    int priority = cluster.random.nextInt(21) - 10;
    cluster.bench.addQueue(new QueueSpec(name, share, null, null, priority, 2, 3));
    cluster.add(JobKind.small(name, "of-" + name));
    return true;
  }
}
