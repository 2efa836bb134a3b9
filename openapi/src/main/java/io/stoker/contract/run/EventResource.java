package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that happened to a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One thing that happened to a run.")
public record EventResource(
    @Schema(description = "1, 2, 3, … without a gap in each run.") int number,
    Instant at,
    @Schema(example = "RUN_STARTING") String type,
    @Schema(description = "State of the run after it.") String state,
    @Nullable Reason reason,
    Map<String, Object> data) {}
