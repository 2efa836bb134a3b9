package io.stoker.api.job;

import io.stoker.access.Caller;
import io.stoker.api.web.Body;
import io.stoker.api.web.JsonBodies;
import io.stoker.api.web.MergePatch;
import io.stoker.api.web.Paging;
import io.stoker.artifact.Artifact;
import io.stoker.artifact.Artifacts;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.job.JobDefinition;
import io.stoker.contract.job.JobResource;
import io.stoker.error.Violations;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.job.Job;
import io.stoker.job.JobDraft;
import io.stoker.job.JobFilter;
import io.stoker.job.JobSpec;
import io.stoker.job.Jobs;
import io.stoker.job.PackageRepositories;
import io.stoker.queue.Queues;
import io.stoker.revision.ExpectedRevision;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Jobs and their changes. */
@RestController
@RequestMapping(path = Paths.JOBS, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Jobs", description = "What to run, and with what. Each change makes a new revision.")
class JobController {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final Jobs jobs;
  private final Artifacts artifacts;
  private final Queues queues;
  private final PackageRepositories repositories;
  private final JsonBodies bodies;

  JobController(
      Jobs jobs,
      Artifacts artifacts,
      Queues queues,
      PackageRepositories repositories,
      JsonBodies bodies) {
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.queues = queues;
    this.repositories = repositories;
    this.bodies = bodies;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createJob",
      summary = "Make a job",
      description =
          "Checks the definition in full and names every wrong field at once. A repeat with the"
              + " same Idempotency-Key answers with the job that the first one made.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = JobDefinition.class),
              examples = {
                @ExampleObject(name = "flights", value = JobExamples.FLIGHTS),
                @ExampleObject(name = "smallest", value = JobExamples.SMALLEST),
                @ExampleObject(name = "words", value = JobExamples.WORDS),
                @ExampleObject(name = "python", value = JobExamples.PYTHON)
              }))
  ResponseEntity<JobResource> create(
      @RequestBody Body<JobDefinition> body,
      @Nullable IdempotencyKey key,
      @AuthenticationPrincipal Caller.User caller) {
    Job job = jobs.create(checked(body), caller.name(), key);
    return ResponseEntity.created(URI.create(Paths.JOBS + "/" + job.name()))
        .eTag(tag(job))
        .body(JobMapping.resource(job));
  }

  @GetMapping
  @Operation(
      operationId = "listJobs",
      summary = "List jobs, newest first",
      description = "Only jobs that match every filter given.")
  Page<JobResource> list(
      @Parameter(description = "Jobs whose name contains this text.", example = "delays")
          @RequestParam(defaultValue = "")
          String name,
      @Parameter(
              description = "Jobs with this label, as key=value; may be repeated.",
              example = "team=ops")
          @RequestParam(required = false)
          @Nullable List<String> label,
      Paging paging) {
    JobFilter filter = new JobFilter(name, Labels.parse(label == null ? List.of() : label));
    UUID before = paging.after(UUID::fromString).orElse(null);
    return paging.page(jobs.list(filter, before, paging.limit()), Job::id, JobMapping::resource);
  }

  @GetMapping("/{job}")
  @Operation(
      operationId = "getJob",
      summary = "Get a job",
      description = "Its definition with every default filled in; the ETag is its revision.")
  ResponseEntity<JobResource> get(@PathVariable String job) {
    return answer(jobs.get(job));
  }

  @PutMapping(path = "/{job}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "replaceJob",
      summary = "Replace a job's definition",
      description =
          "Makes a new revision, unless the definition is what it is already. Runs that exist keep"
              + " theirs.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = JobDefinition.class),
              examples = @ExampleObject(name = "flights", value = JobExamples.FLIGHTS)))
  ResponseEntity<JobResource> replace(
      @PathVariable String job,
      @RequestBody Body<JobDefinition> body,
      ExpectedRevision expected,
      @AuthenticationPrincipal Caller.User caller) {
    jobs.expected(job, expected);
    return answer(jobs.replace(job, expected, checked(named(job, body)), caller.name()));
  }

  @PatchMapping(
      path = "/{job}",
      consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
  @Operation(
      operationId = "patchJob",
      summary = "Change parts of a job's definition",
      description =
          "JSON Merge Patch (RFC 7396): fields that are named change, null puts back the default."
              + " Lists are replaced as a whole.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MERGE_PATCH,
              schema = @Schema(type = "object"),
              examples = @ExampleObject(name = "more executors", value = JobExamples.PATCH)))
  ResponseEntity<JobResource> patch(
      @PathVariable String job,
      @RequestBody byte[] body,
      ExpectedRevision expected,
      @AuthenticationPrincipal Caller.User caller) {
    Job seen = jobs.expected(job, expected);
    var definition = bodies.tree(JobMapping.definition(seen.current().spec()));
    MergePatch.apply(definition, bodies.object(body));
    JobSpec spec = checked(named(job, bodies.strict(definition, JobDefinition.class)));
    // whatever If-Match admits: the patch was made against this revision
    ExpectedRevision patched = ExpectedRevision.of(seen.current().number());
    return answer(jobs.replace(job, patched, spec, caller.name()));
  }

  @DeleteMapping("/{job}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteJob",
      summary = "Delete a job",
      description = "Its runs stay, and its name may be used again.")
  void delete(@PathVariable String job, ExpectedRevision expected) {
    jobs.delete(job, expected);
  }

  /** Every wrong field at once: what could not be read, and what the domain refuses. */
  private JobSpec checked(Body<JobDefinition> body) {
    JobDefinition definition = body.read();
    Map<String, Artifact> known = artifacts.known(JobMapping.artifacts(definition));
    Violations violations = new Violations(body.violations());
    queues.whyUnknown(definition.queue()).ifPresent(violations::add);
    return JobMapping.draft(definition, new JobDraft.Known(known, repositories.urls()))
        .checked(violations.list());
  }

  private static Body<JobDefinition> named(String job, Body<JobDefinition> body) {
    return body.keeping(job, JobDefinition::name, "runs and storage know the job by it");
  }

  private static ResponseEntity<JobResource> answer(Job job) {
    return ResponseEntity.ok().eTag(tag(job)).body(JobMapping.resource(job));
  }

  private static String tag(Job job) {
    return "\"" + job.current().number() + "\"";
  }
}
