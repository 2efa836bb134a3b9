package io.stoker.contract.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a driver or executor has used; each figure is absent while nobody has measured it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "What a driver or executor has used, in bytes. A figure is absent while nobody has measured"
            + " it.")
public record MemoryFigures(
    @Schema(description = "Used of the heap, garbage included.") @Nullable Long heapBytes,
    @Schema(description = "Used by the JVM for classes and compiled code.")
        @Nullable Long nonHeapBytes,
    @Schema(description = "Used on the heap by execution and storage together.")
        @Nullable Long unifiedBytes,
    @Schema(description = "Used on the heap by shuffles, joins and sorts.")
        @Nullable Long executionBytes,
    @Schema(description = "Used on the heap by cached data and broadcast variables.")
        @Nullable Long storageBytes,
    @Schema(description = "Used of Spark's off-heap memory.") @Nullable Long offHeapBytes,
    @Schema(description = "Used by direct buffers, as those of the network.")
        @Nullable Long directBytes,
    @Schema(description = "Resident memory of the JVM's process, as the kernel counts it.")
        @Nullable Long rssBytes,
    @Schema(description = "Milliseconds of garbage collections since the process started.")
        @Nullable Long gcMillis,
    @Schema(
            description =
                "What Spark itself says there is for execution and storage on the heap: the"
                    + " unifiedBytes that were asked for.")
        @Nullable Long unifiedCapacityBytes,
    @Schema(description = "What Spark itself says there is off the heap.")
        @Nullable Long offHeapCapacityBytes) {}
