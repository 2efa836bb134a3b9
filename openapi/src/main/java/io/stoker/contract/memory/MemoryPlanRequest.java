package io.stoker.contract.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stoker.contract.job.DriverSpec;
import io.stoker.contract.job.DynamicAllocationSpec;
import io.stoker.contract.job.ExecutorSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a job definition that say how large its runs are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The parts of a job definition that say how large its runs are.")
public record MemoryPlanRequest(
    @Valid @Nullable DriverSpec driver,
    @Valid @Nullable ExecutorSpec executor,
    @Valid @Nullable DynamicAllocationSpec dynamicAllocation,
    @Schema(
            description = "Spark settings as in a job: overhead, off-heap memory, fractions.",
            example = "{\"spark.memory.fraction\": \"0.7\"}")
        @Nullable Map<String, String> sparkConf,
    @Schema(
            description =
                "The type of the job's application: one in PYTHON has more overhead, and runs only"
                    + " on nodes with an interpreter.",
            allowableValues = {"SQL", "JAR", "PYTHON"},
            defaultValue = "SQL")
        @Nullable String applicationType) {}
