package io.stoker.cluster;

import io.stoker.access.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node without processes: it says what a test wants it to say, by the protocol. */
public final class FakeNode {
  private final ClusterBench bench;
  private final Map<UUID, ReportedProcess> processes = new LinkedHashMap<>();
  private final Map<UUID, AssignedProcess> told = new HashMap<>();
  private final UUID id;
  private NodeFacts facts;
  private @Nullable NodePython python;
  private long epoch;
  private long number;

  private FakeNode(ClusterBench bench, UUID id, NodeFacts facts) {
    this.bench = bench;
    this.id = id;
    this.facts = facts;
  }

  static FakeNode join(
      ClusterBench bench, String name, int cores, long memoryBytes, Map<String, String> labels) {
    NodeFacts facts = facts(name, "boot-1", cores, memoryBytes, labels);
    UUID id = bench.nodes.join(bench.token("SINGLE_USE"), facts, Token.random(Token.Kind.NODE));
    FakeNode node = new FakeNode(bench, id, facts);
    node.register();
    node.report();
    return node;
  }

  static NodeFacts facts(String name, String bootId, int cores, long memoryBytes) {
    return facts(name, bootId, cores, memoryBytes, Map.of());
  }

  private static NodeFacts facts(
      String name, String bootId, int cores, long memoryBytes, Map<String, String> labels) {
    return new NodeFacts(
        name,
        name + ".test",
        bootId,
        "home-of-" + name,
        cores * 1000L,
        memoryBytes,
        labels,
        17,
        "4.2.0",
        "digest",
        "WATCHED",
        NodePython.UNSAID);
  }

  public UUID id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  String host() {
    return facts.host();
  }

  public void register() {
    epoch = bench.nodes.register(id, facts);
    number = 0;
  }

  /** Its service starts again with another Spark. */
  public void upgrade() {
    facts =
        new NodeFacts(
            facts.name(),
            facts.host(),
            facts.bootId(),
            facts.homeId(),
            facts.coresMilli(),
            facts.memoryBytes(),
            facts.labels(),
            facts.javaMajor(),
            "4.2.1",
            "new",
            facts.memoryEnforcement(),
            facts.python());
    register();
  }

  /** What whoever has a copy of its home says of itself. */
  NodeFacts copied(String name, String host, String bootId, @Nullable String homeId) {
    return new NodeFacts(
        name,
        host,
        bootId,
        homeId,
        facts.coresMilli(),
        facts.memoryBytes(),
        facts.labels(),
        facts.javaMajor(),
        facts.sparkVersion(),
        facts.runtimeDigest(),
        facts.memoryEnforcement(),
        facts.python());
  }

  /** Its machine is off for so long that the platform takes its node for another boot's. */
  public void reboot(String bootId) {
    processes.clear();
    fallSilent();
    restart(bootId, facts.labels());
  }

  /** The last that was heard of it is longer ago than others may be silent. */
  void fallSilent() {
    int ticks = ClusterSettings.DEFAULTS.unreachableAfterTicks() + 1;
    bench
        .jdbc
        .sql("update node set last_seen_tick = last_seen_tick - :ticks where id = :id")
        .param("ticks", ticks)
        .param("id", id)
        .update();
  }

  /** Its service starts again with other labels. */
  public void relabel(Map<String, String> labels) {
    restart(facts.bootId(), labels);
    report();
  }

  /** It has looked for an interpreter, and says so. */
  public void findPython(String version) {
    python =
        new NodePython(
            NodePython.State.READY, "/usr/bin/python3", version, "4.2.0", "0.10.9.9", null);
    report();
  }

  /** Its interpreter is gone, or was never there. */
  public void losePython(String why) {
    python = new NodePython(NodePython.State.NONE, null, null, null, null, why);
    report();
  }

  /** Its service has just started. */
  public void lookForPython() {
    python = new NodePython(NodePython.State.PROBING, null, null, null, null, null);
    report();
  }

  private void restart(String bootId, Map<String, String> labels) {
    int cores = (int) (facts.coresMilli() / 1000);
    facts = facts(facts.name(), bootId, cores, facts.memoryBytes(), labels);
    register();
  }

  /** Fetches what it should run, starts and stops all of it at once, and reports. */
  public void work() {
    List<AssignedProcess> desired = fetch();
    processes.keySet().retainAll(desired.stream().map(AssignedProcess::id).toList());
    told.keySet().retainAll(processes.keySet());
    for (AssignedProcess process : desired) {
      told.put(process.id(), process);
      if (process.stop()) {
        exit(process.id(), new ProcessExit(143, ProcessExit.STOPPED, null));
      } else if (!processes.containsKey(process.id())) {
        say(process.id(), AssignmentState.RUNNING);
      }
    }
    report();
  }

  public List<AssignedProcess> fetch() {
    return bench.work.await(id, epoch, -1, Duration.ZERO).processes();
  }

  /** Whether it has been told since a version that it is drained. */
  boolean hears(long after) {
    NodeWork.Desired desired = bench.work.await(id, epoch, after, Duration.ZERO);
    return desired.version() > after && desired.drained();
  }

  long version() {
    return bench.work.await(id, epoch, -1, Duration.ZERO).version();
  }

  /** Fences of the attempts whose shuffle files it is to keep. */
  List<Long> kept() {
    return bench.work.await(id, epoch, -1, Duration.ZERO).attempts().stream()
        .map(LiveAttempt::fence)
        .toList();
  }

  /** What it claims to have; ended processes included. */
  public List<UUID> running() {
    List<UUID> running = new ArrayList<>();
    processes.forEach(
        (process, said) -> {
          if (!said.state().isTerminal()) {
            running.add(process);
          }
        });
    return running;
  }

  /** What lives on its machine, whoever knows of it. */
  public List<AssignedProcess> living() {
    return running().stream().map(told::get).filter(Objects::nonNull).toList();
  }

  /** It has heard nothing of the platform for so long that it ends all that it runs. */
  public void stopItself() {
    running().forEach(process -> exit(process, new ProcessExit(143, ProcessExit.STOPPED, null)));
  }

  void say(UUID process, AssignmentState state) {
    processes.put(process, new ReportedProcess(process, state, 4711L, null, null));
  }

  public void exit(UUID process, ProcessExit exit) {
    processes.put(process, new ReportedProcess(process, AssignmentState.EXITED, 4711L, exit, null));
  }

  void uses(UUID process, long rss, long peak) {
    processes.put(process, using(process, rss, peak));
  }

  /** Its last report, had it said this of a process. */
  Report saying(UUID process, long rss, long peak) {
    return new Report(epoch, number, true, List.of(using(process, rss, peak)), null, null);
  }

  private static ReportedProcess using(UUID process, long rss, long peak) {
    return new ReportedProcess(
        process, AssignmentState.RUNNING, 4711L, null, new ReportedProcess.Memory(rss, peak));
  }

  public void forget(UUID process) {
    processes.remove(process);
  }

  public void report() {
    bench.reports.accept(
        id, new Report(epoch, ++number, true, List.copyOf(processes.values()), python, null));
  }

  void report(long epoch, long number) {
    bench.reports.accept(
        id, new Report(epoch, number, true, List.copyOf(processes.values()), python, null));
  }
}
