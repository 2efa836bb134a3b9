package io.stoker.acceptance.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Every process that belongs to a home directory, however deep its ancestry: it names the home in
 * its command line or environment, or works in it. Drivers, executors and PostgreSQL outlive the
 * service that started them, so ancestry would not find them.
 */
public final class HomeProcesses {
  private final Path home;

  HomeProcesses(Path home) {
    this.home = home;
  }

  /** One process as {@code /proc} shows it. */
  public record Seen(ProcessHandle process, String commandLine, String environment) {
    public boolean isDriver() {
      return commandLine.contains("io.stoker.spark.StokerSubmit")
          || commandLine.contains("io.stoker.spark.OtherSparkMain");
    }

    public boolean isExecutor() {
      return commandLine.contains("CoarseGrainedExecutorBackend");
    }

    /** It belongs to its node and not to a run: it goes when nobody has needed it for long. */
    public boolean isShuffleServer() {
      return commandLine.contains("io.stoker.spark.shuffle.ShuffleMain");
    }

    public boolean isSpark() {
      return isDriver() || isExecutor();
    }

    public boolean isPostgres() {
      return isPostmaster() || commandLine.startsWith("postgres:");
    }

    public boolean isPostmaster() {
      return commandLine.split(" ", 2)[0].endsWith("/postgres");
    }
  }

  public List<Seen> all() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .map(p -> new Seen(p, read(p, "cmdline"), read(p, "environ")))
        .filter(this::belongs)
        .toList();
  }

  /** As {@code pg_ctl stop -m immediate}: what was committed is there after its recovery. */
  public void stopPostgresAtOnce() {
    all().stream().filter(Seen::isPostmaster).forEach(seen -> Signal.QUIT.sendTo(seen.process()));
  }

  /** SIGKILL to every process of PostgreSQL, once: whoever looks after it may start it again. */
  public void killPostgres() {
    List<Seen> doomed = all().stream().filter(Seen::isPostgres).toList();
    doomed.forEach(seen -> Signal.KILL.sendTo(seen.process()));
    Awaitility.await("PostgreSQL is dead")
        .atMost(Duration.ofSeconds(15))
        .until(() -> all().stream().noneMatch(doomed::contains));
  }

  /** Ends them all and returns when none is left. */
  void clear() {
    try {
      // PostgreSQL frees its shared memory, and ends its own children, on SIGQUIT
      signal(seen -> !seen.isPostgres(), Signal.KILL);
      signal(Seen::isPostmaster, Signal.QUIT);
    } catch (ConditionTimeoutException e) {
      signal(seen -> true, Signal.KILL);
    }
  }

  private void signal(Predicate<Seen> which, Signal signal) {
    Awaitility.await("processes of " + home + " have ended after SIG" + signal)
        .atMost(Duration.ofSeconds(15))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              List<Seen> left = all().stream().filter(which).toList();
              left.forEach(seen -> signal.sendTo(seen.process()));
              return left.isEmpty();
            });
  }

  private boolean belongs(Seen seen) {
    String mark = home.toString();
    return seen.commandLine().contains(mark)
        || seen.environment().contains(mark)
        || workingDirectory(seen.process()).startsWith(home);
  }

  private static Path workingDirectory(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
    } catch (IOException e) {
      return Path.of("/");
    }
  }

  /** Empty when the process has ended or is another user's. */
  private static String read(ProcessHandle process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
      return new String(bytes, UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
