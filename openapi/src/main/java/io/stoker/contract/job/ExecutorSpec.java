package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** How many executors, and what each takes on its node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How many executors, and what each takes on its node.")
public record ExecutorSpec(
    @Schema(
            description = "Executors wanted, 1 to 1000; absent with dynamic allocation.",
            defaultValue = "2",
            example = "2")
        @Nullable Integer instances,
    @Schema(
            description = "Whole cores of one executor = tasks at once.",
            defaultValue = "1",
            example = "1")
        @Nullable Integer cores,
    @Schema(
            description = "Heap, as Spark writes sizes: 1g = 1 GiB. Overhead comes on top.",
            defaultValue = "1g",
            example = "1g")
        @Nullable String memory,
    @Schema(
            description =
                "What an executor's Python workers take on top, which they are held to; PYTHON jobs"
                    + " only. Absent: they live in the overhead.",
            example = "512m")
        @Nullable String pysparkMemory,
    @Valid @Nullable NodeSelectorSpec nodeSelector) {}
