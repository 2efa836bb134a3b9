package io.stoker.contract.memory;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** What a driver or executor uses, and the most that it ever did. */
@Schema(
    description =
        "What a driver or executor uses, and the most that it ever did: heap and Spark's regions are"
            + " looked at each second, told every 3 s.")
public record MemoryUse(
    @Schema(description = "When the latest figures were heard.") Instant at,
    @Schema(
            description =
                "The last that was heard. Of an executor without tasks Spark tells nothing but its"
                    + " process's size.")
        MemoryFigures latest,
    @Schema(description = "The highest of each figure, not all at the same moment.")
        MemoryFigures peak) {}
