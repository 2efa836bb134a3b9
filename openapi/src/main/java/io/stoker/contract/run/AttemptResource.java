package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stoker.contract.memory.MemoryUse;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One driver's try at a run's step. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One driver's try at a run's step.")
public record AttemptResource(
    String step,
    int number,
    @Schema(description = "Unique, growing; every write of the attempt carries it.") long fence,
    @Schema(
            allowableValues = {
              "ASSIGNED",
              "STARTING",
              "RUNNING",
              "COMMITTING",
              "COMMITTED",
              "FAILED",
              "LOST",
              "CANCELLED"
            })
        String state,
    @Nullable Reason reason,
    @Schema(description = "Name of the node that hosts the driver.") @Nullable String node,
    @Schema(description = "Exit code of the driver's process, when it is known.")
        @Nullable Integer exitCode,
    @Schema(description = "What its driver used; absent until it was measured.")
        @Nullable MemoryUse driverMemory,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Schema(
            description =
                "Path of Spark's pages of it; absent while it goes on, and without an event log.",
            example =
                "/api/v1/runs/0197a3c4-1c5e-7aa0-8000-0123456789ab/ui/history/0197a3c4-1c5e-7aa0-8000-0123456789ab-7/")
        @Nullable String history) {}
