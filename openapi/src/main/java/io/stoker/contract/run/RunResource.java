package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One execution of a revision. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One execution of a job's revision with its parameters.")
public record RunResource(
    UUID id,
    String job,
    @Schema(description = "Revision of the job that this run executes.") int revision,
    @Schema(description = "Queue that it was submitted to, whatever its job names now.")
        String queue,
    @Schema(
            description = "Where the run is.",
            allowableValues = {
              "QUEUED",
              "STARTING",
              "RUNNING",
              "COMMITTING",
              "RETRY_WAIT",
              "SUCCEEDED",
              "FAILED",
              "CANCELLED",
              "TIMED_OUT",
              "SKIPPED"
            })
        String state,
    @Schema(description = "Why it waits, what it is ending for, or why it failed.")
        @Nullable Reason reason,
    @Schema(description = "Parameters that took effect, defaults included.")
        Map<String, Object> parameters,
    @Schema(description = "Spark settings that took effect, platform defaults included.")
        Map<String, String> sparkConf,
    @Schema(description = "Attempts made so far.") int attempts,
    int maxAttempts,
    @Schema(
            description =
                "How long it may take from its first attempt on, all attempts together, in time in"
                    + " which the platform is up; absent for no limit.",
            example = "PT36H")
        @Nullable Duration timeout,
    @Nullable Progress progress,
    RunMemory memory,
    @Schema(
            description =
                "What cannot be told of its latest attempt, and why; absent when there is nothing"
                    + " to say.")
        @Nullable List<RunWarning> warnings,
    RunTimings timings,
    @Nullable RunSchedule schedule,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {}
