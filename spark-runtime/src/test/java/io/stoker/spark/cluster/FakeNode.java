package io.stoker.spark.cluster;

import io.stoker.contract.driver.AttemptExecutors.Executor;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import io.stoker.spark.FakePlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Starts real executors as a node would and tells their ends to the platform. */
final class FakeNode implements AutoCloseable {
  private final String host;
  private final FakePlatform platform;
  private final String applicationId;
  private final String secret;
  private final Path directory;
  private final Map<Integer, Process> processes = new TreeMap<>();
  private final Map<Integer, Executor> executors = new TreeMap<>();
  private @Nullable ExecutorDemand demand;
  private boolean closed;
  private volatile boolean leftUnheard;

  FakeNode(FakePlatform platform, String applicationId, String secret, Path directory) {
    this("127.0.0.1", platform, applicationId, secret, directory);
  }

  FakeNode(
      String host, FakePlatform platform, String applicationId, String secret, Path directory) {
    this.host = host;
    this.platform = platform;
    this.applicationId = applicationId;
    this.secret = secret;
    this.directory = directory;
    platform.onDemand(
        wanted -> {
          reconcile(wanted);
          if (wanted.profiles().stream().allMatch(profile -> profile.total() == 0)) {
            answerLate();
          }
        });
  }

  /** A busy platform's answer, and whether an executor leaves before it. */
  private void answerLate() {
    List<CompletableFuture<Process>> ends =
        processes().stream().filter(Process::isAlive).map(Process::onExit).toList();
    try {
      CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new))
          .get(1_500, TimeUnit.MILLISECONDS);
      leftUnheard = true;
    } catch (TimeoutException e) {
      // all are there
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether an executor left before the driver could know that it will not be replaced. */
  boolean leftUnheard() {
    return leftUnheard;
  }

  private synchronized void reconcile(ExecutorDemand wanted) {
    demand = wanted;
    for (ProfileDemand profile : wanted.profiles()) {
      long live =
          executors.values().stream()
              .filter(executor -> executor.profileId() == profile.profileId())
              .filter(executor -> isAlive(executor.id()))
              .count();
      for (long i = live; i < profile.total() && !closed; i++) {
        start(wanted, profile);
      }
    }
  }

  private boolean isAlive(int id) {
    Process process = processes.get(id);
    return process != null && process.isAlive();
  }

  private void start(ExecutorDemand wanted, ProfileDemand profile) {
    int id = executors.size() + 1;
    List<String> command = new ArrayList<>(JavaProcess.java());
    command.addAll(wanted.javaOptions());
    command.addAll(
        List.of(
            "-Xmx" + profile.heapBytes(),
            "-XX:+UseG1GC",
            JavaProcess.logging(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.apache.spark.executor.CoarseGrainedExecutorBackend"));
    command.addAll(List.of("--driver-url", wanted.driverUrl()));
    command.addAll(List.of("--executor-id", Integer.toString(id)));
    command.addAll(List.of("--bind-address", host, "--hostname", host));
    command.addAll(List.of("--cores", Integer.toString(profile.cores())));
    command.addAll(List.of("--app-id", applicationId));
    command.addAll(List.of("--resourceProfileId", Integer.toString(profile.profileId())));
    ProcessBuilder builder = JavaProcess.builder(command, directory, "executor-" + id);
    builder.environment().putAll(wanted.environment());
    builder.environment().put("_SPARK_AUTH_SECRET", secret);
    builder.environment().put("SPARK_LOCAL_DIRS", directory.toString());
    try {
      Process process = builder.start();
      processes.put(id, process);
      tell(id, profile.profileId(), "RUNNING", null);
      var unused = process.onExit().thenAccept(ended -> ended(id, profile, ended.exitValue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void ended(int id, ProfileDemand profile, int code) {
    tell(id, profile.profileId(), "EXITED", code);
    // As the platform: a run that has ended gets no executor replaced.
    if (demand != null && platform.committed == null) {
      reconcile(demand);
    }
  }

  private void tell(int id, int profile, String state, @Nullable Integer code) {
    executors.put(
        id, new Executor(id, profile, host, state, code, false, false, false, null, null, false));
    platform.executors(List.copyOf(executors.values()), null);
  }

  /** Kills as the kernel would. */
  synchronized void kill(int id) {
    Process process = processes.get(id);
    if (process == null) {
      throw new IllegalArgumentException("No executor " + id);
    }
    process.destroyForcibly();
  }

  synchronized List<Process> processes() {
    return List.copyOf(processes.values());
  }

  @Override
  public synchronized void close() {
    closed = true;
    processes.values().forEach(Process::destroyForcibly);
  }
}
