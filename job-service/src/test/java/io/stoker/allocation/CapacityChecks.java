package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.AssignedProcess;
import io.stoker.cluster.Node;
import io.stoker.cluster.ProcessKind;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueUse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds at any time of nodes, processes and queues, by statements of its own. */
final class CapacityChecks {
  private static final int ALL = 10;

  private final RandomCluster cluster;
  private final AllocationStore store;
  private final Map<String, QueueUse> before = new HashMap<>();

  CapacityChecks(RandomCluster cluster) {
    this.cluster = cluster;
    this.store = cluster.bench.part(AllocationStore.class);
  }

  /** A node and what its processes that are not known to have ended take. */
  record Owned(
      UUID id,
      String name,
      long coresMilli,
      long memoryBytes,
      long usedCoresMilli,
      long usedMemoryBytes) {}

  /** A process that is not known to have ended. */
  record Open(UUID id, UUID nodeId, long fence, String state) {}

  /** Things of which there is to be none. */
  record Wrong(long misplaced, long doubled, long forgotten) {}

  void check() {
    nodes();
    processes();
    wrong();
    queues();
  }

  /** Nothing has more than there is, and the platform counts as is counted here. */
  private void nodes() {
    List<Owned> nodes =
        cluster
            .bench
            .jdbc
            .sql(
                """
                select n.id, n.name, n.cores_milli, n.memory_bytes,
                       coalesce(sum(a.cores_milli), 0) as used_cores_milli,
                       coalesce(sum(a.memory_bytes), 0) as used_memory_bytes
                from node n
                left join assignment a on a.node_id = n.id and a.state not in ('EXITED', 'LOST')
                where n.state <> 'REMOVED'
                group by n.id
                """)
            .query(Owned.class)
            .list();
    Map<UUID, Node> shown =
        cluster.bench.nodes.list(null, ALL).stream()
            .collect(Collectors.toMap(Node::id, node -> node));
    Map<UUID, Room> rooms =
        store.rooms().all().stream().collect(Collectors.toMap(Room::nodeId, room -> room));
    assertThat(nodes)
        .as("%s: capacity", cluster.seed())
        .hasSameSizeAs(cluster.machines())
        .allSatisfy(
            node -> {
              assertThat(node.usedCoresMilli()).isLessThanOrEqualTo(node.coresMilli());
              assertThat(node.usedMemoryBytes()).isLessThanOrEqualTo(node.memoryBytes());
              Node.Used used = Objects.requireNonNull(shown.get(node.id())).used();
              assertThat(used.coresMilli()).isEqualTo(node.usedCoresMilli());
              assertThat(used.memoryBytes()).isEqualTo(node.usedMemoryBytes());
              Room room = Objects.requireNonNull(rooms.get(node.id()));
              assertThat(room.coresMilli()).isEqualTo(node.coresMilli() - node.usedCoresMilli());
              assertThat(room.memoryBytes()).isEqualTo(node.memoryBytes() - node.usedMemoryBytes());
            });
  }

  /** What lives owns its room, on silent machines too; and what has ended does not. */
  private void processes() {
    Map<UUID, Open> open =
        cluster
            .bench
            .jdbc
            .sql(
                "select id, node_id, fence, state from assignment where state not in ('EXITED', 'LOST')")
            .query(Open.class)
            .list()
            .stream()
            .collect(Collectors.toMap(Open::id, one -> one));
    Set<Long> drivers = new HashSet<>();
    List<UUID> holding =
        cluster.machines().stream()
            .filter(machine -> !machine.isGivenUp())
            .map(Machine::id)
            .toList();
    assertThat(open.values())
        .as("%s: where nothing can live any more", cluster.seed())
        .allMatch(one -> holding.contains(one.nodeId()) || cluster.drivers.isCutOff(one.fence()));
    for (Machine machine : cluster.machines()) {
      List<AssignedProcess> living = machine.living();
      assertThat(open.keySet())
          .as("%s: what lives on %s owns its room", cluster.seed(), machine)
          .containsAll(living.stream().map(AssignedProcess::id).toList());
      if (machine.isHeard()) {
        assertThat(living)
            .as("%s: what has ended on %s owns none", cluster.seed(), machine)
            .extracting(AssignedProcess::id)
            .containsAll(
                open.values().stream()
                    .filter(one -> one.nodeId().equals(machine.id()))
                    .filter(one -> !one.state().equals("WANTED"))
                    .map(Open::id)
                    .toList());
      }
      assertThat(living)
          .as("%s: one driver of a fence", cluster.seed())
          .filteredOn(process -> process.kind() == ProcessKind.DRIVER)
          .allMatch(driver -> drivers.add(driver.fence()));
    }
  }

  /** Labels, attempts that live at once, and processes that nobody is going to end. */
  private void wrong() {
    Wrong wrong =
        cluster
            .bench
            .jdbc
            .sql(
                """
                select
                  (select count(*)
                   from assignment a
                   join attempt t on t.fence = a.fence
                   join run on run.id = t.run_id
                   join job_revision r on r.job_id = run.job_id and r.number = run.revision
                   join node n on n.id = a.node_id
                   where a.state not in ('EXITED', 'LOST')
                     and not n.labels @> (r.spec -> lower(a.kind) -> 'nodeSelector' -> 'required'))
                    as misplaced,
                  (select count(*) from attempt one
                   join attempt other on other.run_id = one.run_id and other.fence <> one.fence
                   where one.finished_at is null and other.finished_at is null) as doubled,
                  (select count(*) from assignment a join attempt t on t.fence = a.fence
                   where a.state not in ('EXITED', 'LOST') and t.finished_at is not null
                     and a.desired = 'RUN' and a.stop_due_tick is null) as forgotten
                """)
            .query(Wrong.class)
            .single();
    assertThat(wrong).as(cluster.seed()).isEqualTo(new Wrong(0, 0, 0));
  }

  /** What a bound was lowered below may only shrink. */
  private void queues() {
    List<Queue> queues = cluster.bench.queues.list(null, ALL);
    Map<String, QueueUse> uses = cluster.bench.uses.of(queues);
    for (Queue queue : queues) {
      QueueUse use = Objects.requireNonNull(uses.get(queue.name()));
      QueueUse old = before.getOrDefault(queue.name(), use);
      assertThat(use)
          .as("%s: bounds of %s", cluster.seed(), queue)
          .matches(it -> within(it.coresMilli(), queue.spec().maxCoresMilli(), old.coresMilli()))
          .matches(it -> within(it.memoryBytes(), queue.spec().maxMemoryBytes(), old.memoryBytes()))
          .matches(it -> within(it.running(), queue.spec().maxRunning(), old.running()))
          .matches(it -> within(it.waiting(), queue.spec().maxWaiting(), old.waiting()));
    }
    before.putAll(uses);
  }

  private static boolean within(long use, @Nullable Number max, long old) {
    return max == null || use <= max.longValue() || use <= old;
  }

  /** Nothing of all that was is left. */
  void checkEmpty() {
    assertThat(
            cluster
                .bench
                .jdbc
                .sql("select count(*) from assignment where state not in ('EXITED', 'LOST')")
                .query(Long.class)
                .single())
        .as("%s: what nobody gives back", cluster.seed())
        .isZero();
    assertThat(cluster.bench.nodes.list(null, ALL))
        .as(cluster.seed())
        .extracting(Node::used)
        .containsOnly(new Node.Used(0, 0, 0, 0));
    assertThat(cluster.machines()).flatExtracting(Machine::living).isEmpty();
  }
}
