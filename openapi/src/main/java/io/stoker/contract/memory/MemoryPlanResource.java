package io.stoker.contract.memory;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;

/** What a run of a given size takes, and where it fits. */
@Schema(description = "What a run of a given size takes, and where it fits.")
public record MemoryPlanResource(
    ProcessMemory driver,
    @Schema(description = "Each of the executors.") ProcessMemory executor,
    @Schema(
            description = "Executors that a run begins with, which the totals count.",
            example = "2")
        int instances,
    @Schema(description = "Cores of driver and executors together.", example = "3")
        BigDecimal totalCores,
    @Schema(description = "Containers of driver and executors together.", example = "4429185024")
        long totalBytes,
    ClusterFit fit,
    List<PlanWarning> warnings) {}
