package io.stoker.cli.machine;

import io.stoker.cli.platform.ServerFile;
import io.stoker.cli.terminal.CommandException;
import io.stoker.cli.terminal.Terminal;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.database.EmbeddedPostgres;
import io.stoker.database.PortHolder;
import io.stoker.launcher.cgroup.MemoryCgroup;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.ProcessDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Ends everything that runs for a home. Node services go first, so that none starts again what is
 * being ended; the database goes last, when nobody needs it any more.
 */
public final class Shutdown {
  private static final Duration SERVICE_GRACE = Duration.ofSeconds(30);
  private static final Duration CHILD_GRACE = Duration.ofSeconds(5);
  private static final Duration KILL = Duration.ofSeconds(10);

  private final Home home;
  private final Terminal terminal;
  private int ended;

  public Shutdown(Home home, Terminal terminal) {
    this.home = home;
    this.terminal = terminal;
  }

  /**
   * Returns when nothing is left, however much of it ran.
   *
   * @throws CommandException naming what is left in spite of it
   */
  public void down() throws InterruptedException {
    Services services = Services.of(home);
    Optional<Integer> port = port(services);
    stopNodes(services);
    stopChildren();
    if (services.server().isPresent()) {
      end(List.of(services.server().get()), SERVICE_GRACE);
      terminal.line("Stopped the server");
    }
    stopDatabase();
    removeServerFile();
    proveNothingIsLeft(port);
  }

  private Optional<Integer> port(Services services) {
    Optional<Integer> ready =
        ServerFile.read(home.serverFile()).map(file -> URI.create(file.url()).getPort());
    return ready.or(
        () -> services.server().flatMap(s -> s.option("server.port")).map(Integer::valueOf));
  }

  private void stopNodes(Services services) throws InterruptedException {
    if (!services.nodes().isEmpty()) {
      end(services.nodes().values(), SERVICE_GRACE);
      terminal.line("Stopped " + String.join(", ", services.nodes().keySet()));
    }
  }

  /** All that were ever accepted: an ended one may have left something, another may start yet. */
  private void stopChildren() throws InterruptedException {
    List<ChildProcess> children = new ArrayList<>();
    for (Path node : home.nodes()) {
      children.addAll(childrenOf(node));
    }
    long running = children.stream().filter(Shutdown::isRunning).count();
    for (Path node : home.nodes()) {
      children.addAll(childrenOf(ShuffleDirectory.in(node).path()));
    }
    if (running > 0) {
      terminal.passing("Stopping %d processes of runs".formatted(running), "");
    }
    List<Thread> threads =
        children.stream().map(child -> new Thread(() -> terminate(child))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    if (running > 0) {
      ended += (int) running;
      terminal.line("Stopped %d processes of runs".formatted(running));
    }
  }

  private static List<ChildProcess> childrenOf(Path node) {
    try {
      return ProcessDirectory.list(node);
    } catch (IOException e) {
      throw new CommandException("Cannot read the processes of %s: %s".formatted(node, e), e);
    }
  }

  private static boolean isRunning(ChildProcess child) {
    try {
      return !child.status().isEnded();
    } catch (IOException e) {
      return true;
    }
  }

  /** What cannot be ended is found and named by the final look. */
  private static void terminate(ChildProcess child) {
    try {
      child.terminate(CHILD_GRACE);
      child.cgroup().ifPresent(MemoryCgroup::removeWithNodes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A handle knows its process's start time too and never signals another one. */
  private void end(Collection<HomeProcess> processes, Duration grace) throws InterruptedException {
    processes.forEach(process -> process.handle().destroy());
    if (!Waiting.until(() -> processes.stream().noneMatch(HomeProcess::isAlive), grace)) {
      processes.forEach(process -> process.handle().destroyForcibly());
      Waiting.until(() -> processes.stream().noneMatch(HomeProcess::isAlive), KILL);
    }
    ended += processes.size();
  }

  private void stopDatabase() {
    if (EmbeddedPostgres.stop(home.postgres())) {
      ended++;
      terminal.line("Stopped PostgreSQL");
    }
  }

  /** A killed server left it behind. */
  private void removeServerFile() {
    try {
      Files.deleteIfExists(home.serverFile());
    } catch (IOException e) {
      throw new CommandException("Cannot remove " + home.serverFile(), e);
    }
  }

  /** That the database could be stopped also shows that its directory's lock is free. */
  private void proveNothingIsLeft(Optional<Integer> port) throws InterruptedException {
    Waiting.until(() -> HomeProcess.of(home).isEmpty(), KILL);
    List<String> left =
        new ArrayList<>(HomeProcess.of(home).stream().map(HomeProcess::describe).toList());
    port.filter(number -> !PortHolder.isFree(InetAddress.getLoopbackAddress(), number))
        .ifPresent(n -> left.add("port %d: %s".formatted(n, PortHolder.describe(n))));
    if (!left.isEmpty()) {
      throw new CommandException(
          "Still there after the stop; look at them and end them by hand:\n  "
              + String.join("\n  ", left));
    }
    String free = port.map(number -> ", port %d is free".formatted(number)).orElse("");
    terminal.line(
        (ended == 0 ? "Nothing was running" : "Nothing is left")
            + ": no process of %s%s, no lock is held.".formatted(home, free));
  }
}
