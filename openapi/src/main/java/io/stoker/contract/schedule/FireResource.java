package io.stoker.contract.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stoker.contract.run.Reason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a time of a schedule, or of several in a row that were skipped. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "What became of a time of a schedule, or of several in a row that were skipped for one"
            + " reason.")
public record FireResource(
    @Schema(description = "When it was to fire; the first of several.") Instant nominalTime,
    @Schema(description = "The last of several; absent when it is one.")
        @Nullable Instant lastNominalTime,
    @Schema(description = "How many times this stands for; more than 1 only when skipped.")
        long times,
    @Schema(allowableValues = {"RAN", "SKIPPED"}) String outcome,
    @Schema(description = "The run that it made.") @Nullable UUID run,
    @Schema(description = "Where that run is now.") @Nullable String runState,
    @Schema(description = "How long after its time the run was made.", example = "PT0.021S")
        @Nullable Duration lateBy,
    @Schema(
            description =
                "Why it was skipped: PAUSED, MISSED (no server was up), OVERLAP, TOO_MANY_WAITING,"
                    + " DST_GAP, or the code with which the job refuses such a run. Beside a run,"
                    + " what is special about its time.")
        @Nullable Reason reason,
    @Schema(description = "When this was decided.") Instant decidedAt) {}
