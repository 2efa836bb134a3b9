package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static io.stoker.cluster.ClusterBench.MIB;

import io.stoker.cluster.AssignedProcess;
import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.ProcessKind;
import io.stoker.cluster.TaskCounts;
import io.stoker.run.Demand;
import io.stoker.run.Progress;
import io.stoker.run.Reason;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** What drivers say whose processes live on machines from which they are heard. */
final class RandomDrivers {
  private static final ProcessExit GONE = new ProcessExit(0, ProcessExit.EXITED, null);

  private final RandomCluster cluster;
  private final Map<Long, Long> numbers = new HashMap<>();
  private final Map<Long, Map<Integer, TaskCounts>> said = new HashMap<>();
  private final Set<Long> begun = new HashSet<>();
  private final Set<Long> walled = new HashSet<>();

  RandomDrivers(RandomCluster cluster) {
    this.cluster = cluster;
  }

  /** Fences of those that live and are heard. */
  List<Long> heard() {
    return cluster.machines().stream()
        .filter(Machine::isAnyHeard)
        .flatMap(machine -> machine.living().stream())
        .filter(process -> process.kind() == ProcessKind.DRIVER)
        .map(AssignedProcess::fence)
        .toList();
  }

  /** Whether one lives that nobody hears: it cannot take back what it said of its executors. */
  boolean isCutOff(long fence) {
    return cluster.machines().stream()
        .filter(machine -> !machine.isAnyHeard())
        .flatMap(machine -> machine.living().stream())
        .anyMatch(process -> process.kind() == ProcessKind.DRIVER && process.fence() == fence);
  }

  /** Each wants other executors than before; some begin now, behind a wall or not. */
  boolean ask() {
    List<Long> fences = heard();
    for (long fence : fences) {
      if (begun.add(fence) && cluster.chance(15)) {
        walled.add(fence);
      }
      ask(fence, 1 + cluster.random.nextInt(4), cluster.random.nextInt(3));
    }
    return !fences.isEmpty();
  }

  void ask(UUID run, int executors) {
    ask(cluster.bench.fence(run), executors, 0);
  }

  /** Of the default profile, and larger ones of another. */
  private void ask(long fence, int executors, int large) {
    begun.add(fence);
    cluster.bench.ask(
        fence,
        next(fence),
        List.of(
            new Demand.Profile(0, executors, 1, GIB, GIB + 384 * MIB, Map.of()),
            new Demand.Profile(1, large, 2, GIB, GIB + 384 * MIB, Map.of())),
        Set.of());
  }

  /** Executors have other tasks than before, or none. */
  boolean changeTasks() {
    said.forEach((fence, counts) -> counts.replaceAll((id, old) -> tasks(fence, id)));
    return speak();
  }

  /** Those that have begun say what they said before, and of new executors something new. */
  boolean speak() {
    List<Long> fences = heard().stream().filter(begun::contains).toList();
    fences.forEach(this::speak);
    return !fences.isEmpty();
  }

  private void speak(long fence) {
    Progress progress = new Progress(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    Map<Integer, TaskCounts> counts = said.computeIfAbsent(fence, any -> new HashMap<>());
    executors(fence, Machine::isAnyHeard)
        .forEach(id -> counts.computeIfAbsent(id, any -> tasks(fence, id)));
    List<Integer> living = executors(fence, any -> true);
    counts.replaceAll((id, tasks) -> living.contains(id) ? tasks : TaskCounts.NONE);
    cluster.bench.attempts.progress(fence, next(fence), progress, counts);
  }

  /** A wall is between its driver and every second executor. */
  private TaskCounts tasks(long fence, int executor) {
    boolean registered = !walled.contains(fence) || executor % 2 == 0;
    return new TaskCounts(registered, registered ? cluster.random.nextInt(2) : 0, 0, 0);
  }

  private List<Integer> executors(long fence, Predicate<Machine> where) {
    return cluster.machines().stream()
        .filter(where)
        .flatMap(machine -> machine.living().stream())
        .filter(process -> process.kind() == ProcessKind.EXECUTOR && process.fence() == fence)
        .map(AssignedProcess::executorId)
        .toList();
  }

  private long next(long fence) {
    return numbers.merge(fence, 1L, Long::sum);
  }

  /** One says that it has failed, and ends by itself a little later. */
  boolean giveUp() {
    List<Long> fences = heard();
    if (fences.isEmpty()) {
      return false;
    }
    long fence = cluster.any(fences);
    Reason reason = new Reason("PROGRAM_FAILED", "It threw an exception.");
    return cluster.bench.attempts.failure(fence, reason, null, cluster.chance(50));
  }

  /** Executors that their drivers were told to let go have ended. */
  boolean letGo() {
    List<UUID> leaving =
        heard().stream()
            .flatMap(fence -> cluster.bench.assignments.executors(fence).stream())
            .filter(executor -> executor.decommissionTold() && !executor.state().isTerminal())
            .map(ExecutorProcess::assignmentId)
            .toList();
    for (Machine machine : cluster.machines()) {
      machine.node().running().stream()
          .filter(leaving::contains)
          .forEach(id -> machine.node().exit(id, GONE));
      machine.tell();
    }
    return !leaving.isEmpty();
  }
}
