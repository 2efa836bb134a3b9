package io.stoker.contract.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The process of a node that serves what executors wrote for the next stage. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The process of a node that serves what executors wrote for the next stage.")
public record NodeShuffleServer(
    @Schema(
            description =
                "OFF: no executor has needed it so far, or for ten minutes. STARTING: it has not"
                    + " answered yet. RUNNING: it answers. NOT_ANSWERING: a request has been open"
                    + " for long; no executor is started, and after"
                    + " stoker.node.shuffle-hung-after it is killed and started again. FAILING: it"
                    + " has died or hung again and again, lastFailure says how.",
            allowableValues = {"OFF", "STARTING", "RUNNING", "NOT_ANSWERING", "FAILING"})
        String state,
    @Schema(description = "When it came to this state.") Instant since,
    @Schema(
            description =
                "What it may take: its heap (stoker.node.shuffle-heap), half as much outside of"
                    + " it, and 128 MiB. Not part of the node's memoryBytes.",
            example = "939524096")
        long memoryBytes,
    @Schema(description = "Resident memory of its process, measured every 5 s.")
        @Nullable Long rssBytes,
    @Schema(description = "How often it was started again since the node's service started.")
        int restarts,
    @Schema(description = "When it last died or was killed because it hung.")
        @Nullable Instant lastFailureAt,
    @Schema(description = "Why, with what it wrote last or where the dump of its threads is.")
        @Nullable String lastFailure) {}
