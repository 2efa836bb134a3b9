package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;

/** One Spark stage. */
@Schema(description = "One Spark stage.")
public record StageProgress(
    int id,
    int attempt,
    String name,
    @Schema(allowableValues = {"ACTIVE", "COMPLETED", "FAILED"}) String state,
    int tasksTotal,
    int tasksActive,
    int tasksCompleted,
    int tasksFailed) {}
