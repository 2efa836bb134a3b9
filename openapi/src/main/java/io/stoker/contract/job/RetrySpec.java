package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How often a failed run is tried again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "How often a run is tried again after a failure that may pass: a lost or ended driver, a"
            + " node that cannot start it, executors that end badly again and again, input or"
            + " output that fails. What would fail again is not tried again: SQL that cannot be"
            + " parsed or analysed, an input that is not there, a program that ends without"
            + " committing. Neither are cancelled and timed out runs.")
public record RetrySpec(
    @Schema(description = "Attempts in all, 1 to 10.", defaultValue = "1")
        @Nullable Integer maxAttempts,
    @Schema(
            description =
                "Pause before the next attempt, ISO-8601, at most PT1H. None after a drain of the driver's node.",
            defaultValue = "PT10S")
        @Nullable String backoff) {}
