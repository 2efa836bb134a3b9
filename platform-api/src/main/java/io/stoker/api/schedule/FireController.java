package io.stoker.api.schedule;

import io.stoker.api.web.Body;
import io.stoker.api.web.Paging;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.schedule.FireResource;
import io.stoker.contract.schedule.PreviewRequest;
import io.stoker.contract.schedule.PreviewResource;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.schedule.Fire;
import io.stoker.schedule.Schedules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The times of schedules: those to come, and what became of those that have passed. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Schedules")
class FireController {
  private static final int COUNT = 10;
  private static final int MOST = 100;

  private final Schedules schedules;

  FireController(Schedules schedules) {
    this.schedules = schedules;
  }

  @PostMapping(path = Paths.SCHEDULE_PREVIEW, consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "previewCron",
      summary = "See what a cron means before making a schedule of it",
      description =
          "Says it in words and names its next times, with weekday and offset of the zone; changes"
              + " nothing.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = PreviewRequest.class),
              examples = @ExampleObject(name = "clock change", value = ScheduleExamples.PREVIEW)))
  PreviewResource preview(@RequestBody Body<PreviewRequest> body) {
    PreviewRequest request = body.value();
    if (request == null) {
      new Violations(body.violations()).throwIfAny();
      throw new IllegalStateException("Nothing was read, and nothing was wrong");
    }
    Integer count = request.count();
    return ScheduleMapping.resource(
        schedules.preview(
            ScheduleMapping.draft(request),
            body.violations(),
            request.after(),
            count == null ? COUNT : count));
  }

  @GetMapping(SchedulePaths.SCHEDULE + "/preview")
  @Operation(
      operationId = "previewSchedule",
      summary = "Get the next times of a schedule",
      description = "With weekday and offset of the zone; as if it were not paused.")
  PreviewResource preview(
      @PathVariable String job,
      @PathVariable String schedule,
      @Parameter(description = "How many times, 1 to 100.", example = "10")
          @RequestParam(required = false)
          @Nullable Integer count,
      @Parameter(description = "Times after this moment; after now without it.")
          @RequestParam(required = false)
          @Nullable Instant after) {
    int wanted = count == null ? COUNT : count;
    if (wanted < 1 || wanted > MOST) {
      String message = "must be from 1 to " + MOST;
      throw new StokerException(
          ErrorCode.MALFORMED_REQUEST,
          "count " + message + ".",
          List.of(new Violation("count", "OUT_OF_RANGE", message)));
    }
    return ScheduleMapping.resource(
        schedules.preview(
            schedules.get(job, SchedulePaths.id(job, schedule)).spec(), after, wanted));
  }

  @GetMapping(SchedulePaths.SCHEDULE + "/fires")
  @Operation(
      operationId = "listFires",
      summary = "List what became of a schedule's times, newest first",
      description =
          "Each of its times is here once: with the run that it made, or in a range that was"
              + " skipped, and why.")
  Page<FireResource> fires(@PathVariable String job, @PathVariable String schedule, Paging paging) {
    Instant before = paging.after(FireController::moment).orElse(null);
    return paging.page(
        schedules.fires(job, SchedulePaths.id(job, schedule), before, paging.limit()),
        Fire::first,
        ScheduleMapping::resource);
  }

  private static Instant moment(String token) {
    try {
      return Instant.parse(token);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
