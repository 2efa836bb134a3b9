package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stoker.contract.memory.MemoryUse;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One executor of a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One executor of a run.")
public record ExecutorResource(
    int attempt,
    @Schema(description = "Spark's executor id, unique in its attempt.") int id,
    @Schema(allowableValues = {"REQUESTED", "ASSIGNED", "STARTING", "RUNNING", "EXITED", "LOST"})
        String state,
    @Schema(description = "Name of its node; absent when the job's master is not stoker.")
        @Nullable String node,
    @Schema(description = "Where it runs, as its master says; absent when that is stoker.")
        @Nullable String host,
    @Schema(description = "Why it waits, or why it ended.") @Nullable Reason reason,
    @Schema(
            description =
                "Spark's resource profile, of which 0 is the default one; absent when the job's master is not stoker.")
        @Nullable Integer resourceProfile,
    int cores,
    @Schema(description = "Its -Xmx.") long heapBytes,
    @Schema(
            description =
                "Bytes taken on the node: its container. Its heap, when the job's master is not stoker.")
        long memoryBytes,
    @Schema(description = "Tasks running now.") int activeTasks,
    int completedTasks,
    int failedTasks,
    @Schema(description = "Absent until it was measured.") @Nullable MemoryUse memory,
    @Nullable Integer exitCode,
    @Nullable Instant createdAt,
    @Nullable Instant startedAt,
    @Schema(description = "When its driver had it to work with; absent before.")
        @Nullable Instant registeredAt,
    @Nullable Instant exitedAt) {}
