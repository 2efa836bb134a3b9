package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** What Spark is doing, from the driver's listener; at most 1 s old while the driver lives. */
@Schema(description = "What Spark is doing; at most 1 s old while the driver lives.")
public record Progress(
    @Schema(description = "When the driver took this picture.") Instant at,
    @Schema(description = "Stages known so far, skipped ones left out.") int stagesTotal,
    int stagesCompleted,
    int stagesActive,
    int stagesFailed,
    @Schema(description = "Tasks of all known stages.") int tasksTotal,
    int tasksActive,
    int tasksCompleted,
    @Schema(description = "Task failures, retried ones included.") int tasksFailed,
    @Schema(description = "Executors registered with the driver.") int executors,
    @Schema(description = "Active stages and the latest finished ones, at most 100.")
        List<StageProgress> stages) {}
