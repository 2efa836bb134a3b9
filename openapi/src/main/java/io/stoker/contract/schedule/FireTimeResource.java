package io.stoker.contract.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A time that a cron names. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A time that a cron names.")
public record FireTimeResource(
    Instant at,
    @Schema(
            description = "The same on the clock of the zone, with its offset.",
            example = "2026-03-30T02:30:00+02:00")
        String local,
    @Schema(description = "Day of the week in the zone.", example = "Monday") String weekday,
    @Schema(description = "What is special about it, as a change of the clock.")
        @Nullable String note) {}
