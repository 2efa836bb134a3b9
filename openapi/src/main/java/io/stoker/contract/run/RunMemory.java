package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stoker.contract.memory.CachedData;
import io.stoker.contract.memory.MemoryFigures;
import io.stoker.contract.memory.MemoryUse;
import io.stoker.contract.memory.PlanWarning;
import io.stoker.contract.memory.ProcessMemory;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run asked for and what it used. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a run asked for, and what its latest attempt used.")
public record RunMemory(
    DriverPart driver,
    @Schema(description = "Absent when tasks run in the driver: the job's master is local.")
        @Nullable ExecutorPart executor,
    @Schema(
            description =
                "Cached RDDs and tables, those that were dropped too. Not in lists of runs.")
        @Nullable List<CachedData> cached,
    List<PlanWarning> warnings) {

  /** The driver. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(description = "The driver: what it was given and what it used.")
  public record DriverPart(
      ProcessMemory asked,
      @Schema(description = "Absent until it was measured, and in lists of runs.")
          @Nullable MemoryUse used) {}

  /** The executors. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(description = "The executors: what each was given and the most that any one used.")
  public record ExecutorPart(
      ProcessMemory asked,
      @Schema(
              description =
                  "The highest of each figure over all executors, not all by the same one; absent"
                      + " until one was measured, and in lists of runs. /executors has each of"
                      + " them.")
          @Nullable MemoryFigures peak) {}
}
