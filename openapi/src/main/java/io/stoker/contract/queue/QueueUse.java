package io.stoker.contract.queue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;

/** What a queue has now. */
@Schema(description = "What a queue has now.")
public record QueueUse(
    @Schema(description = "Cores of its drivers and executors.") BigDecimal cores,
    @Schema(description = "Memory of its drivers and executors.") long memoryBytes,
    @Schema(
            description =
                "Percent of what READY nodes have, in cores or in memory, whichever is more: to be"
                    + " compared with guaranteedShare.")
        BigDecimal share,
    @Schema(description = "Runs that have started and are not over, RETRY_WAIT included.")
        int running,
    @Schema(description = "Runs that have not started.") int waiting) {}
