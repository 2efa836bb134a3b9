package io.stoker.contract.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a node is to be emptied. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How a node is to be emptied.")
public record DrainRequest(
    @Schema(
            description =
                "Time after which whatever is left is ended, ISO-8601, PT0S to P7D, counted while a"
                    + " server is up. Without it everything is waited for.",
            example = "PT30M")
        @Nullable String deadline,
    @Schema(
            description = "Shown with the node and with what ends for it, at most 500 characters.",
            example = "new kernel")
        @Nullable String reason,
    @Schema(
            description =
                "What becomes of drivers. WAIT: they go on until their runs are over. MOVE: runs that"
                    + " may have another attempt get it elsewhere at once; the others are waited"
                    + " for. At the deadline all of them end, with the reason NODE_DRAINED.",
            allowableValues = {"WAIT", "MOVE"},
            defaultValue = "WAIT")
        @Nullable String drivers) {}
