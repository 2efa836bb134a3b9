package io.stoker.launcher.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of one supervised process and of all that it started: SIGTERM to each, SIGKILL to what is
 * left after the grace. The wrapper is spared, for it has to write down the exit code; only when it
 * stays on without anything to wait for it is killed too.
 */
final class Termination {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LAST_PAUSE = Duration.ofMillis(320);
  private static final Duration WRAPPER_GRACE = Duration.ofSeconds(5);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);

  private final Members members;
  private final @Nullable ProcessIdentity wrapper;
  private final Set<ProcStat> asked = new HashSet<>();

  Termination(Members members) {
    this.members = members;
    this.wrapper = members.leader();
  }

  /**
   * Blocks until all are gone.
   *
   * @return false when something is left that even SIGKILL did not end within 20 s
   */
  boolean run(Duration grace) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long aloneSince = -1;
    long pause = FIRST_PAUSE.toMillis();
    while (true) {
      List<ProcStat> alive = members.alive();
      Duration spent = Duration.ofNanos(System.nanoTime() - begin);
      if (!alive.isEmpty()) {
        aloneSince = -1;
        signal(alive, spent.compareTo(grace) >= 0);
      } else if (wrapper == null || !wrapper.isAlive()) {
        return true;
      } else if (aloneSince < 0) {
        aloneSince = System.nanoTime();
      } else if (System.nanoTime() - aloneSince > WRAPPER_GRACE.toNanos()) {
        send(wrapper.pid(), wrapper.startTicks(), true);
      }
      if (spent.compareTo(grace.plus(KILL_LIMIT)) > 0) {
        return false;
      }
      Thread.sleep(pause); // each look reads all of /proc: the longer it takes, the less often
      pause = Math.min(2 * pause, LAST_PAUSE.toMillis());
    }
  }

  private void signal(List<ProcStat> alive, boolean kill) {
    for (ProcStat process : alive) {
      if (kill) {
        send(process.pid(), process.startTicks(), true);
      } else if (asked.add(process)) {
        send(process.pid(), process.startTicks(), false);
      }
    }
  }

  /** The handle keeps the start time too and signals nobody else, should the pid be used again. */
  private static void send(long pid, long startTicks, boolean kill) {
    ProcessHandle.of(pid)
        .filter(h -> ProcStat.read(pid).filter(s -> s.startTicks() == startTicks).isPresent())
        .ifPresent(handle -> signal(handle, kill));
  }

  private static void signal(ProcessHandle handle, boolean kill) {
    if (kill) {
      handle.destroyForcibly();
    } else {
      handle.destroy();
    }
  }
}
