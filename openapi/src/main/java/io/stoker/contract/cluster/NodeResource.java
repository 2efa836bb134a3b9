package io.stoker.contract.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A machine that runs drivers and executors. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A machine that runs drivers and executors.")
public record NodeResource(
    UUID id,
    String name,
    @Schema(description = "Address that executors and drivers on it bind to.") String host,
    @Schema(allowableValues = {"READY", "DRAINING", "DRAINED", "UNREACHABLE", "REMOVED"})
        String state,
    BigDecimal cores,
    BigDecimal coresUsed,
    @Schema(
            description =
                "For drivers and executors: what the machine has without 1 GiB and without what the"
                    + " shuffle server may take, unless the node says otherwise"
                    + " (stoker.node.memory).")
        long memoryBytes,
    long memoryBytesUsed,
    int drivers,
    int executors,
    Map<String, String> labels,
    String bootId,
    @Schema(description = "Grows with each start of the node's service.") long epoch,
    int javaMajor,
    String sparkVersion,
    @Schema(
            description =
                "What becomes of a driver or executor that holds more memory than it owns"
                    + " (MEMORY_LIMIT). CGROUP_V2, CGROUP_V1: the kernel ends it at once, and the"
                    + " node's service as with WATCHED. WATCHED: the service ends it, within"
                    + " seconds. NONE: nothing, sizes are only counted.",
            allowableValues = {"CGROUP_V2", "CGROUP_V1", "WATCHED", "NONE"})
        String memoryEnforcement,
    NodePython python,
    @Schema(description = "Absent until the node's service has told of it.")
        @Nullable NodeShuffleServer shuffleServer,
    @Schema(description = "Whether it reads and writes the platform's result storage.")
        boolean storageShared,
    @Nullable DrainStatus drain,
    Instant joinedAt,
    @Nullable Instant lastReportAt) {}
