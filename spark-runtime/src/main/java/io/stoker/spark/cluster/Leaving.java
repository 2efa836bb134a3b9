package io.stoker.spark.cluster;

import static java.util.stream.Collectors.groupingBy;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Executors of nodes that are drained, and those that are handed back to other queues. They are let
 * go once, all that are told of together: blocks are not to be handed on to a neighbour that leaves
 * too. When the last of a drained host has gone, what executors left there that had ended before is
 * lost, and had better be computed again at once. Not so when others came to that host, as after
 * the drain was taken back: what they wrote is there.
 */
final class Leaving {
  private final Consumer<List<Executor>> letGo;
  private final BiConsumer<String, String> hostGone;
  private final Set<Integer> told = new HashSet<>();
  private final Set<Integer> gone = new HashSet<>();

  /**
   * What is to be done.
   *
   * @param hostGone takes a host and why nothing is left there
   */
  Leaving(Consumer<List<Executor>> letGo, BiConsumer<String, String> hostGone) {
    this.letGo = letGo;
    this.hostGone = hostGone;
  }

  void letGo(List<Executor> executors) {
    List<Executor> leaving =
        executors.stream()
            .filter(executor -> executor.decommission() != null && !ExecutorWatch.isOver(executor))
            .filter(executor -> told.add(executor.id()))
            .toList();
    if (!leaving.isEmpty()) {
      letGo.accept(leaving);
    }
  }

  /** Once their ends are told. */
  void forgetHosts(List<Executor> executors) {
    Map<String, List<Executor>> hosts = executors.stream().collect(groupingBy(Executor::host));
    hosts.forEach(
        (host, leaving) -> {
          boolean all = leaving.stream().allMatch(Leaving::hasLeft);
          if (all && gone.addAll(leaving.stream().map(Executor::id).toList())) {
            hostGone.accept(host, String.valueOf(leaving.get(0).decommission()));
          }
        });
  }

  private static boolean hasLeft(Executor executor) {
    return executor.decommission() != null
        && !executor.nodeStays()
        && ExecutorWatch.isOver(executor);
  }
}
