package io.stoker.contract.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The order to empty a node, under way or done. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The order to empty the node. drivers and executors of the node say how many are left; it is"
            + " DRAINED when none is.")
public record DrainStatus(
    @Nullable String reason,
    @Schema(
            description = "What becomes of drivers.",
            allowableValues = {"WAIT", "MOVE"})
        String drivers,
    Instant startedAt,
    @Schema(description = "Seconds until what is left is ended; absent when it is waited for.")
        @Nullable Long secondsLeft) {}
