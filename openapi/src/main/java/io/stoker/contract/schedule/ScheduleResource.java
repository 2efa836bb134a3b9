package io.stoker.contract.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schedule as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A schedule: its definition and what comes next.")
public record ScheduleResource(
    UUID id,
    String job,
    @Schema(description = "Grows with each change by a user; also the ETag.") int revision,
    ScheduleDefinition definition,
    @Schema(
            description = "PAUSED skips its times; ENDED has none to come.",
            allowableValues = {"ACTIVE", "PAUSED", "ENDED"})
        String state,
    @Schema(
            description = "The cron in words.",
            example = "At 02:30 on Monday to Friday (Europe/Berlin)")
        String words,
    @Schema(description = "UNIX has 5 fields, QUARTZ 6 to 7.") String dialect,
    @Schema(description = "The next time; absent when there is none.")
        @Nullable FireTimeResource next,
    @Schema(description = "Every time up to here is a run or a recorded skip.")
        Instant decidedUntil,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {}
