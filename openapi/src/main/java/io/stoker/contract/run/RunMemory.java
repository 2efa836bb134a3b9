package io.stoker.contract.run;

import io.stoker.contract.memory.PlanWarning;
import io.stoker.contract.memory.ProcessMemory;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a run asked for. */
@Schema(description = "What the run's settings ask for.")
public record RunMemory(
    @Schema(description = "What its driver takes.") ProcessMemory driver,
    @Schema(description = "What each executor takes.") ProcessMemory executor,
    List<PlanWarning> warnings) {}
