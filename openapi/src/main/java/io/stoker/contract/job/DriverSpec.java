package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a driver takes on its node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What the driver takes on its node.")
public record DriverSpec(
    @Schema(description = "Cores, at most 3 decimals.", defaultValue = "1", example = "1")
        @Nullable BigDecimal cores,
    @Schema(
            description = "Heap, as Spark writes sizes: 1g = 1 GiB. Overhead comes on top.",
            defaultValue = "1g",
            example = "1g")
        @Nullable String memory,
    @Valid @Nullable NodeSelectorSpec nodeSelector) {}
