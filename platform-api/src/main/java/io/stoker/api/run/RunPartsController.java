package io.stoker.api.run;

import io.stoker.allocation.MemoryPlans;
import io.stoker.cluster.Assignments;
import io.stoker.contract.Page;
import io.stoker.contract.run.AttemptResource;
import io.stoker.contract.run.EventResource;
import io.stoker.contract.run.ExecutorResource;
import io.stoker.contract.run.Progress;
import io.stoker.contract.run.ResultResource;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.Attempt;
import io.stoker.run.MemoryReports;
import io.stoker.run.Run;
import io.stoker.run.RunDetails;
import io.stoker.run.RunUi;
import io.stoker.run.Runs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What belongs to one run: its attempts, executors, progress, events and result. */
@RestController
@RequestMapping(path = RunAddress.RUN, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Runs")
class RunPartsController {
  private static final int MAX_EVENTS = 500;

  private final Runs runs;
  private final Assignments assignments;
  private final RunUi uis;
  private final MemoryReports memory;
  private final MemoryPlans plans;
  private final ClientWaits waits;

  RunPartsController(
      Runs runs,
      Assignments assignments,
      RunUi uis,
      MemoryReports memory,
      MemoryPlans plans,
      ClientWaits waits) {
    this.runs = runs;
    this.assignments = assignments;
    this.uis = uis;
    this.memory = memory;
    this.plans = plans;
    this.waits = waits;
  }

  @GetMapping("/attempts")
  @Operation(
      operationId = "listAttempts",
      summary = "List a run's attempts, oldest first",
      description = "Each is one driver's try; a run is tried again after a failure that may pass.")
  Page<AttemptResource> attempts(@PathVariable String run) {
    return whole(
        runs.attempts(RunAddress.id(run)).stream()
            .map(
                attempt ->
                    RunMapping.resource(
                        attempt,
                        assignments.driver(attempt.fence()),
                        memory.uses(attempt.fence()),
                        uis.history(attempt)))
            .toList());
  }

  @GetMapping("/executors")
  @Operation(
      operationId = "listExecutors",
      summary = "List a run's executors",
      description =
          "Of every attempt, in order: where each runs, its task counts, the memory that it uses"
              + " and at most used, why it ended. Executors in state REQUESTED wait for room. When"
              + " the job's master is not stoker: what that master has started, as Spark tells of"
              + " it, without memory and without exit codes.")
  Page<ExecutorResource> executors(@PathVariable String run) {
    UUID id = RunAddress.id(run);
    List<Attempt> attempts = runs.attempts(id);
    long heapBytes = plans.executor(runs.get(id).run().sparkConf()).heapBytes();
    return whole(
        attempts.stream()
            .flatMap(
                attempt ->
                    ExecutorMapping.resources(
                        attempt,
                        assignments.executors(attempt.fence()),
                        memory.uses(attempt.fence()),
                        heapBytes))
            .toList());
  }

  @GetMapping("/progress")
  @Operation(
      operationId = "getProgress",
      summary = "Get a run's progress",
      description = "Stages and tasks of its latest attempt, at most a second old while it runs.")
  Progress progress(@PathVariable String run) {
    RunDetails details = runs.get(RunAddress.id(run));
    return Optional.ofNullable(details.attempt())
        .map(RunMapping::progress)
        .orElseThrow(
            () ->
                notFound(
                    "Run %s is %s and its driver has said nothing of its tasks%s."
                        .formatted(run, details.run().state(), yet(details.run()))));
  }

  @GetMapping("/events")
  @Operation(
      operationId = "listEvents",
      summary = "List a run's events, oldest first",
      description =
          "Their numbers have no gap, so a follower passes the last one that it has seen as after"
              + " and misses none.")
  Page<EventResource> events(
      @PathVariable String run,
      @Parameter(description = "Events with larger numbers only.", example = "0")
          @RequestParam(defaultValue = "0")
          int after,
      @Parameter(
              description =
                  "Answer when there is such an event, the run is over, or this time has passed,"
                      + " at most PT60S.",
              example = "PT30S")
          @RequestParam(defaultValue = "PT0S")
          Duration wait) {
    UUID id = RunAddress.id(run);
    waits.upTo(wait, bounded -> runs.awaitEvent(id, after, bounded));
    return whole(runs.events(id, after, MAX_EVENTS).stream().map(RunMapping::resource).toList());
  }

  @GetMapping("/result")
  @Operation(
      operationId = "getResult",
      summary = "Get a run's result",
      description =
          "Where the rows are and what they are. Read the files that the manifest lists and no"
              + " others: a directory may hold what a failed attempt has left.")
  ResultResource result(@PathVariable String run) {
    UUID id = RunAddress.id(run);
    return runs.result(id)
        .map(RunMapping::resource)
        .orElseThrow(() -> notFound(noResult(runs.get(id).run())));
  }

  private static String noResult(Run run) {
    String why = run.reason() == null ? "" : " (" + run.reason().message() + ")";
    return run.state().isTerminal()
        ? "Run %s has no result and will never have one: it is %s%s."
            .formatted(run.id(), run.state(), why)
        : "Run %s has no result yet: it is %s%s. GET /api/v1/runs/%s?wait=PT60S waits for its end."
            .formatted(run.id(), run.state(), why, run.id());
  }

  private static String yet(Run run) {
    return run.state().isTerminal() ? "" : " yet";
  }

  private static StokerException notFound(String detail) {
    return new StokerException(ErrorCode.NOT_FOUND, detail);
  }

  private static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, null);
  }
}
