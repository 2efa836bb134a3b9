package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** The schedule that made a run. */
@Schema(description = "The schedule that made the run; absent when a user did.")
public record RunSchedule(
    UUID id, @Schema(description = "The time that the run is for.") Instant nominalTime) {}
