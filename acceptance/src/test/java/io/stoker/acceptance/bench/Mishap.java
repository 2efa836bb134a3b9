package io.stoker.acceptance.bench;

import io.stoker.acceptance.harness.FaultProxy;
import io.stoker.acceptance.harness.FaultProxy.Fault;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.Signal;
import io.stoker.crash.CrashPoint;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * One thing that goes wrong, drawn with all its parts from a seed, so that the same seed gives the
 * same mishaps in the same order.
 *
 * @param part which of several it happens to, from 0 to 99
 * @param millis until what is broken is brought back
 */
record Mishap(Kind kind, int part, int millis) {
  /** What can go wrong. */
  enum Kind {
    KILL_SERVER,
    KILL_NODE,
    KILL_BOTH_NODES,
    KILL_A_DRIVER,
    KILL_AN_EXECUTOR,
    KILL_A_MACHINE,
    STOP_SERVER,
    STOP_A_NODE,
    STOP_A_DRIVER,
    STOP_THE_DATABASE_AT_ONCE,
    KILL_SERVERS_AND_DATABASE,
    CRASH_POINT,
    BAD_LINE_TO_SERVER,
    BAD_LINE_TO_DATABASE,
    LEASES_END
  }

  private static final List<String> REQUESTS =
      List.of("/commit HTTP", "/report HTTP", "/runs HTTP", ":cancel HTTP", "/started HTTP");

  static Mishap draw(Random random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return new Mishap(kind, random.nextInt(100), 300 + random.nextInt(4000));
  }

  void happenTo(Bench bench) {
    switch (kind) {
      case KILL_SERVER -> kill(server(bench));
      case KILL_NODE -> kill(node(bench));
      case KILL_BOTH_NODES -> bench.nodes().forEach(Mishap::kill);
      case KILL_A_DRIVER -> signalOne(bench, Signal.KILL, Seen::isDriver);
      case KILL_AN_EXECUTOR -> signalOne(bench, Signal.KILL, Seen::isExecutor);
      case KILL_A_MACHINE -> killAMachine(bench);
      case STOP_SERVER -> signal(server(bench), Signal.STOP);
      case STOP_A_NODE -> signal(node(bench), Signal.STOP);
      case STOP_A_DRIVER -> signalOne(bench, Signal.STOP, Seen::isDriver);
      case STOP_THE_DATABASE_AT_ONCE -> bench.stopDatabaseAtOnce();
      case KILL_SERVERS_AND_DATABASE -> bench.killServersAndDatabase();
      case CRASH_POINT -> arm(bench);
      case BAD_LINE_TO_SERVER -> spoil(bench.toServer(), REQUESTS.get(part % REQUESTS.size()));
      case BAD_LINE_TO_DATABASE -> spoil(bench.toDatabase(), "COMMIT");
      case LEASES_END -> bench.facts().pass(45);
    }
  }

  private Service server(Bench bench) {
    return bench.servers().get(part % bench.servers().size());
  }

  private Service node(Bench bench) {
    return bench.nodes().get(part % bench.nodes().size());
  }

  private static void kill(Service service) {
    if (service.isAlive()) {
      service.kill();
    }
  }

  private static void signal(Service service, Signal signal) {
    if (service.isAlive()) {
      ProcessHandle.of(service.pid()).ifPresent(signal::sendTo);
    }
  }

  private void signalOne(Bench bench, Signal signal, Predicate<Seen> which) {
    List<Seen> seen = bench.children().stream().filter(which).toList();
    if (!seen.isEmpty()) {
      signal.sendTo(seen.get(part % seen.size()).process());
    }
  }

  /** The service and, as far as it can be told from outside, all that it started. */
  private void killAMachine(Bench bench) {
    kill(node(bench));
    String host = "127.0.0." + (part % bench.nodes().size() + 2);
    bench.children().stream()
        .filter(seen -> isOn(host, seen.environment()))
        .forEach(seen -> Signal.KILL.sendTo(seen.process()));
  }

  /** A driver's UI listens elsewhere than the driver. */
  private static boolean isOn(String host, String environment) {
    return environment.contains("SPARK_LOCAL_HOSTNAME=" + host)
        || environment.contains("SPARK_LOCAL_IP=" + host);
  }

  private void arm(Bench bench) {
    List<CrashPoint> points =
        Arrays.stream(CrashPoint.values())
            .filter(point -> point.site() != CrashPoint.Site.DRIVER)
            .toList();
    CrashPoint point = points.get(part % points.size());
    bench.crash(point.site()).arm(point, 1 + part % 3);
  }

  private void spoil(FaultProxy line, String request) {
    List<Fault> faults =
        List.of(
            new Fault.Latency(100),
            new Fault.BlackHole(),
            new Fault.Reset(),
            new Fault.CutAfter(500),
            new Fault.SwallowReply(request, 3));
    line.set(faults.get(part % faults.size()));
  }
}
