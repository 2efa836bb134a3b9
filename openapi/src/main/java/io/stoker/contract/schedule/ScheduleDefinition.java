package io.stoker.contract.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a job is to run by itself. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "When a job is to run by itself.")
public record ScheduleDefinition(
    @Schema(
            description = "A name of your own: a-z, 0-9 and -, unique among the job's schedules.",
            example = "nightly")
        @Nullable String name,
    @Schema(
            description =
                "5 fields as in Unix (minute hour day-of-month month day-of-week; 0 and 7 are"
                    + " Sunday), or 6 to 7 as in Quartz (second first, year last; 1 is Sunday).",
            example = "30 2 * * MON-FRI")
        @NotNull
        String cron,
    @Schema(
            description =
                "Whose clock the cron means, by its IANA name. A local time that does not exist"
                    + " there fires where the clock goes on; one that comes twice fires once, unless"
                    + " the cron names every hour.",
            example = "Europe/Berlin",
            defaultValue = "UTC")
        @Nullable String zone,
    @Schema(description = "The first moment that counts; without it, from now on.")
        @Nullable Instant startAt,
    @Schema(description = "The first moment that counts no more; without it, for ever.")
        @Nullable Instant endAt,
    @Schema(
            description =
                "Parameters of its runs. The value \"${nominalTime}\" becomes the time that a run is"
                    + " for: of a date the day in the zone, of a timestamp the moment, of a string"
                    + " the time with its offset.",
            example = "{\"minDelay\": 60}")
        @Nullable Map<String, Object> parameters,
    @Valid @Nullable CatchUpSpec catchUp,
    @Schema(
            description =
                "What becomes of a time while an earlier run of this schedule is not over: SKIP"
                    + " gives it no run, QUEUE lets its run wait for the earlier ones, ALLOW starts"
                    + " it beside them.",
            allowableValues = {"ALLOW", "SKIP", "QUEUE"},
            defaultValue = "SKIP")
        @Nullable String overlap) {}
