package io.stoker.api.job;

import io.stoker.api.web.Paging;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.job.RevisionResource;
import io.stoker.job.JobRevision;
import io.stoker.job.Jobs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The history of a job. */
@RestController
@RequestMapping(path = Paths.JOBS + "/{job}/revisions", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Jobs")
class RevisionController {
  private final Jobs jobs;

  RevisionController(Jobs jobs) {
    this.jobs = jobs;
  }

  @GetMapping
  @Operation(
      operationId = "listRevisions",
      summary = "List a job's revisions, newest first",
      description = "Every definition that the job ever had.")
  Page<RevisionResource> list(@PathVariable String job, Paging paging) {
    int before = paging.after(Integer::valueOf).orElse(Integer.MAX_VALUE);
    return paging.page(
        jobs.revisions(job, before, paging.limit()), JobRevision::number, JobMapping::resource);
  }

  @GetMapping("/{number}")
  @Operation(
      operationId = "getRevision",
      summary = "Get one revision of a job",
      description = "A revision never changes.")
  ResponseEntity<RevisionResource> get(@PathVariable String job, @PathVariable int number) {
    JobRevision revision = jobs.revision(jobs.get(job).id(), number);
    return ResponseEntity.ok().eTag("\"" + number + "\"").body(JobMapping.resource(revision));
  }
}
