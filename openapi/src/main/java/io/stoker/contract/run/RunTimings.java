package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long each phase of the last attempt took; a phase that has not ended is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Length of each phase of the last attempt, ISO-8601; absent until it ended.")
public record RunTimings(
    @Schema(description = "From submission until a node was chosen for the driver.")
        @Nullable Duration queued,
    @Schema(description = "From the choice of a node until the driver's process ran.")
        @Nullable Duration driverLaunch,
    @Schema(description = "From the driver's process until its SparkContext was ready.")
        @Nullable Duration sparkStart,
    @Schema(description = "From the ready SparkContext until the first executor registered.")
        @Nullable Duration executorStart,
    @Schema(description = "From the first executor until the result was written.")
        @Nullable Duration execution,
    @Schema(description = "Publishing the manifest.") @Nullable Duration commit,
    @Schema(description = "From submission until the run ended.") @Nullable Duration total) {}
