package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How often a failed run is tried again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How often a driver is tried again after a failure that may pass.")
public record RetrySpec(
    @Schema(description = "Attempts in all, 1 to 10.", defaultValue = "1")
        @Nullable Integer maxAttempts,
    @Schema(
            description = "Pause before the next attempt, ISO-8601, at most PT1H.",
            defaultValue = "PT10S")
        @Nullable String backoff) {}
