package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stoker.cluster.AssignedProcess;
import io.stoker.cluster.Drain;
import io.stoker.cluster.Drains;
import io.stoker.cluster.NodeState;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.ProcessKind;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What happens to nodes by chance; false when there is none to which it could happen. */
final class RandomNodeEvents {
  private static final int MOST = 6;
  private static final int LEAST = 2;

  private final RandomCluster cluster;
  private final Drains drains;

  RandomNodeEvents(RandomCluster cluster) {
    this.cluster = cluster;
    this.drains = cluster.bench.part(Drains.class);
  }

  private @Nullable Machine any(Predicate<Machine> which) {
    List<Machine> some = cluster.machines().stream().filter(which).toList();
    return some.isEmpty() ? null : cluster.any(some);
  }

  private NodeState state(Machine machine) {
    return cluster.bench.nodes.get(machine.id()).state();
  }

  boolean work() {
    Machine machine = any(Machine::isHeard);
    if (machine == null) {
      return false;
    }
    machine.work();
    return true;
  }

  /** A process ends by itself, on a silent machine unseen. */
  boolean end(ProcessKind kind, int code) {
    List<Machine> some = cluster.withLiving(kind);
    if (some.isEmpty()) {
      return false;
    }
    Machine machine = cluster.any(some);
    List<AssignedProcess> processes =
        machine.living().stream().filter(process -> process.kind() == kind).toList();
    ProcessExit exit = new ProcessExit(code, ProcessExit.EXITED, null);
    machine.node().exit(cluster.any(processes).id(), exit);
    machine.tell();
    return true;
  }

  /** A process is gone, and nobody on its machine knows how. */
  boolean vanish() {
    Machine machine = any(one -> one.isHeard() && !one.living().isEmpty());
    if (machine == null) {
      return false;
    }
    machine.node().forget(cluster.any(machine.living()).id());
    machine.tell();
    return true;
  }

  boolean fallSilent() {
    Machine machine = any(Machine::isHeard);
    if (machine == null) {
      return false;
    }
    machine.fallSilent(cluster.chance(50) ? Machine.Line.NOBODY : Machine.Line.DRIVERS_ALONE);
    return true;
  }

  boolean comeBack() {
    Machine machine = any(one -> !one.isHeard());
    if (machine == null) {
      return false;
    }
    machine.comeBack(cluster.chance(50));
    return true;
  }

  boolean comeBackRebooted() {
    Machine machine = any(one -> !one.isHeard());
    if (machine == null) {
      return false;
    }
    machine.reboot();
    return true;
  }

  boolean reboot() {
    Machine machine = any(Machine::isHeard);
    if (machine == null) {
      return false;
    }
    machine.reboot();
    return true;
  }

  boolean restart() {
    Machine machine = any(Machine::isHeard);
    if (machine == null) {
      return false;
    }
    machine.comeBack(true);
    return true;
  }

  boolean drain() {
    Machine machine = any(one -> true);
    if (machine == null) {
      return false;
    }
    Drain.Drivers policy = cluster.chance(50) ? Drain.Drivers.WAIT : Drain.Drivers.MOVE;
    Integer deadline = cluster.chance(50) ? null : Integer.valueOf(cluster.random.nextInt(120));
    drains.drain(machine.id(), new Drain.Order(null, policy, deadline, false));
    return true;
  }

  boolean undrain() {
    Machine machine = any(one -> cluster.bench.nodes.get(one.id()).drain() != null);
    if (machine == null) {
      return false;
    }
    drains.undrain(machine.id());
    return true;
  }

  /** One that is silent or empty; should it be alive, it is not listened to any more. */
  boolean remove() {
    Machine machine =
        any(one -> state(one) == NodeState.UNREACHABLE || state(one) == NodeState.DRAINED);
    if (machine == null || cluster.machines().size() <= LEAST) {
      return false;
    }
    cluster.bench.nodes.remove(machine.id());
    cluster.machines().remove(machine);
    assertThat(catchThrowableOfType(StokerException.class, machine.node()::report).code())
        .as(cluster.seed())
        .isEqualTo(ErrorCode.FENCED);
    cluster.seconds(1);
    return true;
  }

  boolean join() {
    if (cluster.machines().size() >= MOST) {
      return false;
    }
    cluster.join(cluster.random.nextInt(3));
    return true;
  }

  /** All are heard again, get work again, and are enough for every job. */
  void makeWhole() {
    for (Machine machine : cluster.machines()) {
      if (!machine.isHeard()) {
        machine.comeBack(cluster.chance(50));
      }
      drains.undrain(machine.id());
    }
    if (!cluster.kinds().stream().allMatch(kind -> kind.fits(cluster.machines()))) {
      cluster.joinFirst();
    }
  }
}
