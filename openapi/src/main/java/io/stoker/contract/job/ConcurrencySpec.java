package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How many runs of a job may go on at once, and what happens to one more. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "How many runs of the job may go on at once. A change of it applies to runs that wait"
            + " already.")
public record ConcurrencySpec(
    @Schema(
            description =
                "ALLOW: runs overlap as they like. QUEUE: a run waits, with reason"
                    + " CONCURRENCY_LIMIT, until fewer than max runs that came before it go on; the"
                    + " oldest starts first. SKIP: while max runs of the job are not over, waiting"
                    + " ones included, another is refused with CONCURRENCY_LIMIT.",
            allowableValues = {"ALLOW", "QUEUE", "SKIP"},
            example = "QUEUE")
        @Nullable String policy,
    @Schema(description = "Runs at once, 1 to 1000; 1 when absent. Not with ALLOW.", example = "1")
        @Nullable Integer max) {}
