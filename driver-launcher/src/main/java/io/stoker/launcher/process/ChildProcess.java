package io.stoker.launcher.process;

import io.stoker.launcher.cgroup.MemoryCgroup;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One process, supervised by what is on disk and in {@code /proc} alone, so that it makes no
 * difference which service started it. It runs in a session of its own under {@code keep.sh} and
 * lives on when the service stops, crashes or is killed.
 */
public final class ChildProcess {
  private final Path nodeHome;
  private final ProcessFiles files;
  private final ProcessRecord record;
  private volatile @Nullable Process launched;

  ChildProcess(Path nodeHome, Path directory, ProcessRecord record) {
    this.nodeHome = nodeHome;
    this.files = new ProcessFiles(directory);
    this.record = record;
  }

  public ProcessRecord record() {
    return record;
  }

  /** Its own directory: records, {@code stdout}, {@code stderr}. */
  public Path directory() {
    return files.directory();
  }

  /** Starts the command in the service's own cgroup. */
  public void start(Command command) throws IOException {
    start(command, null);
  }

  /**
   * Starts the command with the directory's {@code work} as its working directory. A second start,
   * also one by a service that was killed in the midst of it, comes to nothing.
   *
   * @param cgroup that it is in from its first instruction on; null: that of the service
   * @throws IOException when not even the wrapper could be started
   */
  public void start(Command command, @Nullable MemoryCgroup cgroup) throws IOException {
    files.note(cgroup);
    List<String> line = new ArrayList<>();
    line.addAll(List.of("setsid", "sh", KeepScript.in(nodeHome).toAbsolutePath().toString()));
    line.add(directory().toString());
    line.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(line);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(command.environment());
    environment.put(Members.MARK, record.id().toString());
    builder.directory(PrivateFiles.createDirectories(files.work()).toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(files.wrapperErrors().toFile()));
    launched = builder.start();
  }

  /** The session of its processes, as long as its wrapper lives: then the number is surely its. */
  public OptionalLong session() throws IOException {
    return files.leader().filter(ProcessIdentity::isAlive).stream()
        .mapToLong(ProcessIdentity::pid)
        .findFirst();
  }

  /** The cgroup that it was started in, if it got one. */
  public Optional<MemoryCgroup> cgroup() throws IOException {
    return files.cgroup();
  }

  /** Whether its command is held: by SIGSTOP, or by a debugger. */
  public boolean isSuspended() throws IOException {
    return files.child().filter(ProcessIdentity::isAlive).stream()
        .flatMap(child -> ProcStat.read(child.pid()).stream())
        .anyMatch(ProcStat::isSuspended);
  }

  /**
   * Has its command, which must be a JVM, write to its {@code stdout} what its threads do.
   *
   * @return false when it cannot be asked
   */
  public boolean askForThreadDump() throws IOException, InterruptedException {
    Optional<ProcessIdentity> child = files.child().filter(ProcessIdentity::isAlive);
    if (child.isEmpty()) {
      return false;
    }
    String pid = Long.toString(child.get().pid());
    Process kill = new ProcessBuilder("sh", "-c", "kill -QUIT \"$1\"", "sh", pid).start();
    return kill.waitFor() == 0;
  }

  /** Looks anew. */
  public ProcessStatus status() throws IOException {
    Optional<Integer> code = files.exitCode();
    if (code.isPresent()) {
      return new ProcessStatus.Exited(code.get(), files.startedAt(), files.exitedAt());
    }
    if (!files.isClaimed()) {
      return unclaimed();
    }
    if (files.isRefused()) {
      return new ProcessStatus.Gone("It was stopped before it started", null);
    }
    if (files.isCopy()) {
      return new ProcessStatus.Gone(
          "Its directory is a copy; it runs in the home that it was copied from",
          files.startedAt());
    }
    return claimed();
  }

  /** Whether it runs and is not about to end; {@link #status} follows when its wrapper knows. */
  public boolean isWell() throws IOException {
    return files.child().filter(ProcessIdentity::isWell).isPresent();
  }

  /**
   * Ends the process and everything that it started, and makes sure that it is gone: SIGTERM, and
   * SIGKILL after the grace. One that has not started yet never will. One that has ended is only
   * cleared of what it left behind. What runs in a home of which this is a copy is left alone.
   *
   * @return false when something is left that even SIGKILL did not end
   */
  public boolean terminate(Duration grace) throws IOException, InterruptedException {
    files.refuseStart();
    if (files.isOfOtherBoot() || files.isCopy()) {
      return true;
    }
    awaitWrapper();
    return new Termination(members()).run(grace);
  }

  /** For one that was not started: it never will be. One that was is left to {@link #terminate}. */
  public void refuseStart() throws IOException {
    files.refuseStart();
  }

  /** Deletes the directory of a process that has ended. */
  public void delete() throws IOException {
    ProcessStatus status = status();
    if (!status.isEnded()) {
      throw new IllegalStateException(record.name() + " " + record.id() + " is " + status);
    }
    cgroup().ifPresent(MemoryCgroup::remove);
    ProcessDirectory.delete(directory());
  }

  private ProcessStatus unclaimed() throws IOException {
    Process start = launched;
    if (start == null) {
      return new ProcessStatus.NotStarted();
    }
    if (start.isAlive() || files.isClaimed()) {
      return new ProcessStatus.Starting();
    }
    return new ProcessStatus.Gone("Its wrapper did not start: " + wrapperErrors(), null);
  }

  private ProcessStatus claimed() throws IOException {
    Instant startedAt = files.startedAt();
    Optional<ProcessIdentity> leader = files.leader();
    if (leader.isEmpty()) {
      return nameless(startedAt);
    }
    Optional<ProcessIdentity> child = files.child();
    if (leader.get().isAlive()) {
      return child.isPresent()
          ? new ProcessStatus.Running(child.get().pid(), startedAt, true)
          : new ProcessStatus.Starting();
    }
    if (!leader.get().isOfThisBoot()) {
      return ended("The machine was restarted; the exit code is unknown", startedAt);
    }
    return orphaned(child, startedAt);
  }

  /** The wrapper is about to write who it is, was killed as it did, or has done so just now. */
  private ProcessStatus nameless(Instant startedAt) throws IOException {
    return members().alive().isEmpty()
        ? ended("Its wrapper was killed as it started", startedAt)
        : new ProcessStatus.Starting();
  }

  /** The wrapper is dead. */
  private ProcessStatus orphaned(Optional<ProcessIdentity> child, Instant startedAt)
      throws IOException {
    if (child.isPresent()) {
      return child.get().isAlive()
          ? new ProcessStatus.Running(child.get().pid(), startedAt, false)
          : ended("Its wrapper was killed; the exit code is unknown", startedAt);
    }
    List<ProcStat> alive = members().alive();
    return alive.isEmpty()
        ? ended("Its wrapper was killed as it started", startedAt)
        : new ProcessStatus.Running(alive.get(0).pid(), startedAt, false);
  }

  /**
   * Nothing of it runs. What a wrapper did between the first look and its end counts: it writes the
   * exit code before it goes, so this is read after everybody was seen to be gone.
   */
  private ProcessStatus ended(String whyUnknown, Instant startedAt) throws IOException {
    Optional<Integer> code = files.exitCode();
    return code.isPresent()
        ? new ProcessStatus.Exited(code.get(), startedAt, files.exitedAt())
        : new ProcessStatus.Gone(whyUnknown, startedAt);
  }

  /** A wrapper that has just claimed the directory writes who it is in the same breath. */
  private void awaitWrapper() throws IOException, InterruptedException {
    for (int i = 0; i < 40 && files.leader().isEmpty() && !files.isRefused(); i++) {
      Thread.sleep(25);
    }
  }

  private Members members() throws IOException {
    return new Members(record.id(), files.leader().orElse(null), cgroup().orElse(null));
  }

  private String wrapperErrors() throws IOException {
    Path errors = files.wrapperErrors();
    String text = Files.exists(errors) ? Files.readString(errors).strip() : "";
    return text.isEmpty() ? "it left no message" : text;
  }
}
