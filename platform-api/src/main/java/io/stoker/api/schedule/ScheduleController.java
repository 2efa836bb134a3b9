package io.stoker.api.schedule;

import io.stoker.access.Caller;
import io.stoker.api.web.Body;
import io.stoker.api.web.JsonBodies;
import io.stoker.api.web.MergePatch;
import io.stoker.api.web.Paging;
import io.stoker.contract.Page;
import io.stoker.contract.schedule.ScheduleDefinition;
import io.stoker.contract.schedule.ScheduleResource;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.revision.ExpectedRevision;
import io.stoker.schedule.Schedule;
import io.stoker.schedule.ScheduleDraft;
import io.stoker.schedule.Schedules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Schedules and their changes. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(
    name = "Schedules",
    description = "When jobs run by themselves, and what became of each of these times.")
class ScheduleController {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private final Schedules schedules;
  private final JsonBodies bodies;

  ScheduleController(Schedules schedules, JsonBodies bodies) {
    this.schedules = schedules;
    this.bodies = bodies;
  }

  @PostMapping(path = SchedulePaths.OF_JOB, consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createSchedule",
      summary = "Make a schedule of a job",
      description =
          "Each time that it names, from now on, becomes a run or a skip with a reason, exactly"
              + " once. A repeat with the same Idempotency-Key answers with the schedule that the"
              + " first one made.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = ScheduleDefinition.class),
              examples = {
                @ExampleObject(name = "nightly", value = ScheduleExamples.NIGHTLY),
                @ExampleObject(name = "smallest", value = ScheduleExamples.SMALLEST),
                @ExampleObject(name = "quartz", value = ScheduleExamples.QUARTZ)
              }))
  ResponseEntity<ScheduleResource> create(
      @PathVariable String job,
      @RequestBody Body<ScheduleDefinition> body,
      @Nullable IdempotencyKey key,
      @AuthenticationPrincipal Caller.User caller) {
    Schedule made = schedules.create(job, draft(body), body.violations(), caller.name(), key);
    return ResponseEntity.created(SchedulePaths.of(job, made.id()))
        .eTag(tag(made))
        .body(ScheduleMapping.resource(job, made));
  }

  @GetMapping(SchedulePaths.OF_JOB)
  @Operation(
      operationId = "listSchedules",
      summary = "List a job's schedules, newest first",
      description = "With the next time of each.")
  Page<ScheduleResource> list(@PathVariable String job, Paging paging) {
    UUID before = paging.after(UUID::fromString).orElse(null);
    return paging.page(
        schedules.list(job, before, paging.limit()),
        Schedule::id,
        schedule -> ScheduleMapping.resource(job, schedule));
  }

  @GetMapping(SchedulePaths.SCHEDULE)
  @Operation(
      operationId = "getSchedule",
      summary = "Get a schedule",
      description = "Its definition with every default filled in, in words, and its next time.")
  ResponseEntity<ScheduleResource> get(@PathVariable String job, @PathVariable String schedule) {
    return answer(job, schedules.get(job, SchedulePaths.id(job, schedule)));
  }

  @PutMapping(path = SchedulePaths.SCHEDULE, consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "replaceSchedule",
      summary = "Replace a schedule's definition",
      description =
          "Times up to now are decided over by the old definition, those after now by the new one.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = ScheduleDefinition.class),
              examples = @ExampleObject(name = "nightly", value = ScheduleExamples.NIGHTLY)))
  ResponseEntity<ScheduleResource> replace(
      @PathVariable String job,
      @PathVariable String schedule,
      @RequestBody Body<ScheduleDefinition> body,
      ExpectedRevision expected) {
    UUID id = SchedulePaths.id(job, schedule);
    return answer(job, schedules.replace(job, id, expected, draft(body), body.violations()));
  }

  @PatchMapping(
      path = SchedulePaths.SCHEDULE,
      consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
  @Operation(
      operationId = "patchSchedule",
      summary = "Change parts of a schedule's definition",
      description =
          "JSON Merge Patch (RFC 7396): fields that are named change, null puts back the default.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MERGE_PATCH,
              schema = @Schema(type = "object"),
              examples = @ExampleObject(name = "another time", value = ScheduleExamples.PATCH)))
  ResponseEntity<ScheduleResource> patch(
      @PathVariable String job,
      @PathVariable String schedule,
      @RequestBody byte[] body,
      ExpectedRevision expected) {
    UUID id = SchedulePaths.id(job, schedule);
    Schedule seen = schedules.expected(schedules.get(job, id), expected);
    var definition = bodies.tree(ScheduleMapping.definition(seen.spec()));
    MergePatch.apply(definition, bodies.object(body));
    Body<ScheduleDefinition> patched = bodies.strict(definition, ScheduleDefinition.class);
    // whatever If-Match admits: the patch was made against this revision
    ExpectedRevision only = ExpectedRevision.of(seen.revision());
    return answer(job, schedules.replace(job, id, only, draft(patched), patched.violations()));
  }

  @DeleteMapping(SchedulePaths.SCHEDULE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteSchedule",
      summary = "Delete a schedule",
      description = "Its runs stay. Deleting a job deletes its schedules.")
  void delete(@PathVariable String job, @PathVariable String schedule, ExpectedRevision expected) {
    schedules.delete(job, SchedulePaths.id(job, schedule), expected);
  }

  @PostMapping(SchedulePaths.SCHEDULE + ":pause")
  @Operation(
      operationId = "pauseSchedule",
      summary = "Pause a schedule",
      description = "Its times are skipped from now on, and recorded so. Twice does no harm.")
  ResponseEntity<ScheduleResource> pause(@PathVariable String job, @PathVariable String schedule) {
    return answer(job, schedules.pause(job, SchedulePaths.id(job, schedule)));
  }

  @PostMapping(SchedulePaths.SCHEDULE + ":resume")
  @Operation(
      operationId = "resumeSchedule",
      summary = "End a schedule's pause",
      description = "The times in the pause stay skipped. Twice does no harm.")
  ResponseEntity<ScheduleResource> resume(@PathVariable String job, @PathVariable String schedule) {
    return answer(job, schedules.resume(job, SchedulePaths.id(job, schedule)));
  }

  private static ScheduleDraft draft(Body<ScheduleDefinition> body) {
    ScheduleDefinition definition = body.read();
    return ScheduleMapping.draft(definition);
  }

  private static ResponseEntity<ScheduleResource> answer(String job, Schedule schedule) {
    return ResponseEntity.ok().eTag(tag(schedule)).body(ScheduleMapping.resource(job, schedule));
  }

  private static String tag(Schedule schedule) {
    return "\"" + schedule.revision() + "\"";
  }
}
