package io.stoker.api.driver;

import io.stoker.cluster.ExecutorProcess;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.TaskCounts;
import io.stoker.contract.driver.AttemptExecutors;
import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.DriverProgress;
import io.stoker.contract.driver.DriverProgress.ExecutorTasks;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.run.StageProgress;
import io.stoker.run.Attempts;
import io.stoker.run.Demand;
import io.stoker.run.ExecutorWords;
import io.stoker.run.ForeignExecutor;
import io.stoker.run.Manifest;
import io.stoker.run.Progress;
import io.stoker.run.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Between the contract's records and the domain's. */
final class DriverMapping {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final int MAX_MESSAGE = 4096;

  private DriverMapping() {}

  static Demand demand(ExecutorDemand demand) {
    return new Demand(
        demand.version(),
        demand.driverUrl(),
        demand.profiles().stream()
            .map(
                profile ->
                    new Demand.Profile(
                        profile.profileId(),
                        profile.total(),
                        profile.cores(),
                        profile.heapBytes(),
                        profile.memoryBytes(),
                        Objects.requireNonNullElse(profile.localTasks(), Map.of())))
            .toList(),
        demand.javaOptions(),
        demand.environment(),
        Set.copyOf(demand.excludedHosts()),
        Objects.requireNonNullElse(demand.barrier(), false));
  }

  static AttemptExecutors executors(Attempts.Executors executors, Map<String, String> racks) {
    return new AttemptExecutors(
        executors.version(),
        executors.processes().stream().map(DriverMapping::executor).toList(),
        racks,
        executors.stop());
  }

  private static AttemptExecutors.Executor executor(ExecutorProcess process) {
    return new AttemptExecutors.Executor(
        process.executorId(),
        process.profileId(),
        process.host(),
        ExecutorWords.state(process),
        process.exitCode(),
        ExecutorWords.causedByApplication(process),
        process.stopReason() != null || ProcessExit.START_FAILED.equals(process.exitCause()),
        ProcessExit.NODE_LOST.equals(process.exitCause()),
        ExecutorWords.reason(process).map(Reason::message).orElse(null),
        process.decommissionTold() ? process.decommissionReason() : null,
        process.nodeStays());
  }

  static Map<Integer, TaskCounts> taskCounts(DriverProgress progress) {
    Set<Integer> caching = Set.copyOf(Objects.requireNonNullElse(progress.caching(), List.of()));
    return progress.executors().stream()
        .collect(
            Collectors.toMap(
                ExecutorTasks::executorId,
                tasks -> taskCounts(tasks, caching.contains(tasks.executorId())),
                (first, second) -> second));
  }

  private static TaskCounts taskCounts(ExecutorTasks tasks, boolean cached) {
    return new TaskCounts(
        tasks.registered(), tasks.active(), tasks.completed(), tasks.failed(), cached);
  }

  /** Those that another master than Stoker has started. */
  static List<ForeignExecutor> foreignExecutors(List<ExecutorTasks> executors) {
    return executors.stream().flatMap(it -> foreignExecutor(it).stream()).toList();
  }

  private static Optional<ForeignExecutor> foreignExecutor(ExecutorTasks tasks) {
    return Optional.ofNullable(tasks.foreign())
        .map(
            foreign ->
                new ForeignExecutor(
                    tasks.executorId(),
                    foreign.host(),
                    foreign.cores(),
                    taskCounts(tasks, false),
                    foreign.addedAt(),
                    foreign.removedAt(),
                    foreign.removedReason()));
  }

  static Progress progress(io.stoker.contract.run.Progress progress) {
    return new Progress(
        progress.at(),
        progress.stagesTotal(),
        progress.stagesCompleted(),
        progress.stagesActive(),
        progress.stagesFailed(),
        progress.tasksTotal(),
        progress.tasksActive(),
        progress.tasksCompleted(),
        progress.tasksFailed(),
        progress.executors(),
        progress.stages().stream().map(DriverMapping::stage).toList());
  }

  private static Progress.Stage stage(StageProgress stage) {
    return new Progress.Stage(
        stage.id(),
        stage.attempt(),
        stage.name(),
        stage.state(),
        stage.tasksTotal(),
        stage.tasksActive(),
        stage.tasksCompleted(),
        stage.tasksFailed());
  }

  static Manifest manifest(io.stoker.contract.run.Manifest manifest) {
    return new Manifest(
        manifest.runId(),
        manifest.step(),
        manifest.attempt(),
        manifest.fence(),
        manifest.format(),
        manifest.location(),
        manifest.partitionBy(),
        manifest.files().stream()
            .map(file -> new Manifest.File(file.path(), file.bytes(), file.rows()))
            .toList(),
        manifest.totalBytes(),
        manifest.totalRows(),
        manifest.schema().stream()
            .map(column -> new Manifest.Column(column.name(), column.type(), column.nullable()))
            .toList(),
        manifest.createdAt());
  }

  /** A driver runs user code, so what it calls a code may be anything. */
  static Reason reason(DriverFailure failure) {
    String code = CODE.matcher(failure.code()).matches() ? failure.code() : Reason.DRIVER_ERROR;
    String message = failure.message();
    return new Reason(
        code, message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message);
  }
}
