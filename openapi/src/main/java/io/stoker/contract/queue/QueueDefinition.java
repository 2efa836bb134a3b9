package io.stoker.contract.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A share of the cluster, and the bounds of what draws on it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A share of the cluster, and the bounds of what draws on it.")
public record QueueDefinition(
    @Schema(description = "Unique; cannot change.", example = "etl")
        @NotNull
        @Pattern(
            regexp = "[a-z0-9-]{1,63}",
            message = "must be 1 to 63 of the characters a-z, 0-9 and -")
        String name,
    @Schema(
            description =
                "Percent of what READY nodes have, in cores or in memory, whichever the queue has"
                    + " more of. Below it, the queue comes before all that have theirs; what it"
                    + " does not use, others may. At most 3 decimals; all queues together at most"
                    + " 100.",
            defaultValue = "0",
            example = "40")
        @Nullable BigDecimal guaranteedShare,
    @Schema(
            description =
                "Cores that its drivers and executors may have together; absent: no bound.",
            example = "16")
        @Nullable BigDecimal maxCores,
    @Schema(description = "The same of memory, as Spark writes sizes.", example = "64g")
        @Nullable String maxMemory,
    @Schema(
            description =
                "Among queues that are all below their shares, or all above, the highest comes"
                    + " first. From -1000 to 1000.",
            defaultValue = "0",
            example = "10")
        @Nullable Integer priority,
    @Schema(
            description =
                "Runs that may have started and not ended; others wait with QUEUE_RUN_LIMIT. 0"
                    + " starts none. Absent: no bound.",
            example = "5")
        @Nullable Integer maxRunning,
    @Schema(
            description =
                "Runs that may wait for their start; one more is refused with 429 QUEUE_FULL, and a"
                    + " schedule skips its time. 0 takes none. Absent: no bound.",
            example = "100")
        @Nullable Integer maxWaiting,
    @Schema(
            description =
                "Whether its runs, while it is below its guaranteedShare, may take executors that"
                    + " are at work from queues above theirs: they are decommissioned, and stopped"
                    + " after a minute. Idle ones are let go for it in any case.",
            defaultValue = "false")
        @Nullable Boolean preemption) {}
