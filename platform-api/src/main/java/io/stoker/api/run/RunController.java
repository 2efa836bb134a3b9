package io.stoker.api.run;

import io.stoker.access.Caller;
import io.stoker.api.web.Paging;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.run.RunRequest;
import io.stoker.contract.run.RunResource;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.job.Jobs;
import io.stoker.run.Run;
import io.stoker.run.RunDetails;
import io.stoker.run.RunFilter;
import io.stoker.run.RunState;
import io.stoker.run.Runs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starting, listing, following and cancelling runs. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Runs", description = "Executions of jobs: where they are, why, and what they wrote.")
class RunController {
  private static final String WAIT =
      "Answer when the run is over or this time has passed, at most PT60S.";

  private final Runs runs;
  private final Jobs jobs;
  private final RunMemories memory;
  private final ClientWaits waits;

  RunController(Runs runs, Jobs jobs, RunMemories memory, ClientWaits waits) {
    this.runs = runs;
    this.jobs = jobs;
    this.memory = memory;
    this.waits = waits;
  }

  @PostMapping(RunAddress.OF_JOB)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "startRun",
      summary = "Start a run of a job",
      description =
          "Takes the job's current revision. Once this has answered, the run is never lost. A"
              + " repeat with the same Idempotency-Key answers with the run that the first one"
              + " started. A job whose concurrency policy is SKIP refuses the run with 409"
              + " CONCURRENCY_LIMIT while as many as it allows are not over; a queue in which as many"
              + " runs wait as may refuses it with 429 QUEUE_FULL.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = RunRequest.class),
              examples = {
                @ExampleObject(name = "defaults", value = RunExamples.DEFAULTS),
                @ExampleObject(name = "parameters", value = RunExamples.PARAMETERS)
              }))
  ResponseEntity<RunResource> start(
      @PathVariable String job,
      @RequestBody(required = false) @Nullable RunRequest request,
      @Parameter(description = WAIT, example = "PT30S") @RequestParam(defaultValue = "PT0S")
          Duration wait,
      @Nullable IdempotencyKey key,
      @AuthenticationPrincipal Caller.User caller) {
    Run run = runs.submit(job, parameters(request), caller.name(), key);
    waits.upTo(wait, bounded -> runs.awaitEnd(run.id(), bounded));
    return ResponseEntity.accepted()
        .location(RunAddress.of(run.id()))
        .body(resource(runs.get(run.id())));
  }

  @GetMapping(Paths.RUNS)
  @Operation(
      operationId = "listRuns",
      summary = "List runs, newest first",
      description = "Only runs that match every filter given.")
  Page<RunResource> list(
      @Parameter(description = "Runs of this job.", example = "delays-by-city")
          @RequestParam(required = false)
          @Nullable String job,
      @Parameter(description = "Runs that were submitted to this queue.", example = "default")
          @RequestParam(required = false)
          @Nullable String queue,
      @Parameter(description = "Runs in this state; may be repeated.")
          @RequestParam(required = false)
          @Nullable Set<RunState> state,
      Paging paging) {
    return page(null, job, queue, state, paging);
  }

  @GetMapping(RunAddress.OF_JOB)
  @Operation(
      operationId = "listRunsOfJob",
      summary = "List a job's runs, newest first",
      description = "Only runs that match every filter given.")
  Page<RunResource> listOfJob(
      @PathVariable String job,
      @Parameter(description = "Runs in this state; may be repeated.")
          @RequestParam(required = false)
          @Nullable Set<RunState> state,
      Paging paging) {
    return page(jobs.get(job).id(), null, null, state, paging);
  }

  @GetMapping(RunAddress.RUN)
  @Operation(
      operationId = "getRun",
      summary = "Get a run",
      description =
          "Its state, the reason for it, its progress, at most a second old, and the memory that it"
              + " asked for and used.")
  RunResource get(
      @PathVariable String run,
      @Parameter(description = WAIT, example = "PT30S") @RequestParam(defaultValue = "PT0S")
          Duration wait) {
    UUID id = RunAddress.id(run);
    waits.upTo(wait, bounded -> runs.awaitEnd(id, bounded));
    return resource(runs.get(id));
  }

  @PostMapping(RunAddress.RUN + ":cancel")
  @Operation(
      operationId = "cancelRun",
      summary = "Cancel a run",
      description =
          "Once this has answered, no result of the run can be committed any more. A run that waits"
              + " is CANCELLED at once. One with processes keeps its state, with the reason"
              + " CANCELLING, until its nodes have ended the processes and deleted their work"
              + " directories, in seconds as a rule; then it is CANCELLED. If a node cannot be"
              + " reached for a minute, it is CANCELLED all the same and its reason names what is"
              + " not proven. Cancelling twice does no harm; a run that has ended otherwise stays as"
              + " it is and answers 409.")
  RunResource cancel(@PathVariable String run, @AuthenticationPrincipal Caller.User caller) {
    UUID id = RunAddress.id(run);
    runs.cancel(id, caller.name());
    return resource(runs.get(id));
  }

  private Page<RunResource> page(
      @Nullable UUID jobId,
      @Nullable String job,
      @Nullable String queue,
      @Nullable Set<RunState> states,
      Paging paging) {
    UUID before = paging.after(UUID::fromString).orElse(null);
    RunFilter filter = new RunFilter(jobId, job, queue, states == null ? Set.of() : states, before);
    return paging.page(runs.list(filter, paging.limit()), found -> found.run().id(), this::listed);
  }

  private RunResource listed(RunDetails details) {
    return RunMapping.resource(details, memory.asked(details));
  }

  private RunResource resource(RunDetails details) {
    return RunMapping.resource(details, memory.of(details));
  }

  private static Map<String, ? extends @Nullable Object> parameters(@Nullable RunRequest request) {
    Map<String, Object> parameters = request == null ? null : request.parameters();
    return parameters == null ? Map.of() : parameters;
  }
}
