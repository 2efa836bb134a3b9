package io.stoker.api.run;

import io.stoker.api.memory.MemoryMapping;
import io.stoker.cluster.DriverProcess;
import io.stoker.cluster.MemoryUses;
import io.stoker.contract.run.AttemptResource;
import io.stoker.contract.run.Column;
import io.stoker.contract.run.EventResource;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.ManifestFile;
import io.stoker.contract.run.Progress;
import io.stoker.contract.run.Reason;
import io.stoker.contract.run.ResultResource;
import io.stoker.contract.run.RunMemory;
import io.stoker.contract.run.RunResource;
import io.stoker.contract.run.RunSchedule;
import io.stoker.contract.run.StageProgress;
import io.stoker.run.Argument;
import io.stoker.run.Attempt;
import io.stoker.run.Result;
import io.stoker.run.Run;
import io.stoker.run.RunDetails;
import io.stoker.run.RunEvent;
import io.stoker.run.ScheduledFor;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the domain's records to the contract's. */
final class RunMapping {
  private RunMapping() {}

  static RunResource resource(RunDetails details, RunMemory memory) {
    Run run = details.run();
    Attempt attempt = details.attempt();
    return new RunResource(
        run.id(),
        run.jobName(),
        run.revision(),
        run.queue(),
        run.state().name(),
        reason(run.reason()),
        parameters(run.parameters()),
        run.sparkConf(),
        run.attempts(),
        run.maxAttempts(),
        run.timeout(),
        attempt == null ? null : progress(attempt),
        memory,
        RunWarnings.of(attempt),
        Timings.of(run, attempt),
        schedule(run.scheduled()),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt());
  }

  private static @Nullable RunSchedule schedule(@Nullable ScheduledFor scheduled) {
    return scheduled == null
        ? null
        : new RunSchedule(scheduled.scheduleId(), scheduled.nominalTime());
  }

  private static Map<String, Object> parameters(Map<String, Argument> arguments) {
    Map<String, Object> values = new TreeMap<>();
    arguments.forEach(
        (name, argument) -> values.put(name, argument.type().jsonValue(argument.text())));
    return values;
  }

  static AttemptResource resource(
      Attempt attempt,
      Optional<DriverProcess> driver,
      MemoryUses.OfAttempt uses,
      Optional<String> history) {
    return new AttemptResource(
        attempt.step(),
        attempt.number(),
        attempt.fence(),
        attempt.state().name(),
        reason(attempt.reason()),
        driver.map(DriverProcess::nodeName).orElse(null),
        driver.map(DriverProcess::exitCode).orElse(null),
        attempt.otherSpark() == null ? MemoryMapping.use(uses.driver()) : null,
        attempt.createdAt(),
        attempt.driverStartedAt(),
        attempt.finishedAt(),
        history.map(path -> RunAddress.ui(attempt.runId()) + path).orElse(null));
  }

  static EventResource resource(RunEvent event) {
    return new EventResource(
        event.number(),
        event.at(),
        event.type(),
        event.state().name(),
        reason(event.reason()),
        event.data());
  }

  static ResultResource resource(Result result) {
    return new ResultResource(
        result.runId(), result.jobName(), result.committedAt(), manifest(result.manifest()));
  }

  private static Manifest manifest(io.stoker.run.Manifest manifest) {
    return new Manifest(
        manifest.runId(),
        manifest.step(),
        manifest.attempt(),
        manifest.fence(),
        manifest.format(),
        manifest.location(),
        manifest.partitionBy(),
        manifest.files().stream()
            .map(file -> new ManifestFile(file.path(), file.bytes(), file.rows()))
            .toList(),
        manifest.totalBytes(),
        manifest.totalRows(),
        manifest.schema().stream()
            .map(column -> new Column(column.name(), column.type(), column.nullable()))
            .toList(),
        manifest.createdAt());
  }

  /** Absent rather than zero where nobody counts. */
  static @Nullable Progress progress(Attempt attempt) {
    io.stoker.run.Progress progress = attempt.progress();
    if (progress == null || attempt.otherSpark() != null) {
      return null;
    }
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
        progress.stages().stream().map(RunMapping::stage).toList());
  }

  private static StageProgress stage(io.stoker.run.Progress.Stage stage) {
    return new StageProgress(
        stage.id(),
        stage.attempt(),
        stage.name(),
        stage.state(),
        stage.tasksTotal(),
        stage.tasksActive(),
        stage.tasksCompleted(),
        stage.tasksFailed());
  }

  static @Nullable Reason reason(io.stoker.run.@Nullable Reason reason) {
    return reason == null ? null : new Reason(reason.code(), reason.message());
  }
}
