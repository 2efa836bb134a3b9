package io.stoker.contract.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a driver or executor takes on its node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a driver or executor takes on its node, in bytes.")
public record ProcessMemory(
    @Schema(
            description = "Counted against its node: heap + overhead + off-heap + pyspark.",
            example = "1476395008")
        long containerBytes,
    @Schema(description = "The JVM's -Xmx, rounded up to 32 MiB.", example = "1073741824")
        long heapBytes,
    @Schema(
            description = "Beside the heap: threads, network buffers, compiled code.",
            example = "402653184")
        long overheadBytes,
    @Schema(
            description =
                "Spark's own memory outside of the heap. A driver gets none, as no task runs in it.")
        long offHeapBytes,
    @Schema(description = "For the Python workers of an executor.") long pysparkBytes,
    HeapRegions heap,
    @Schema(description = "How off-heap memory is divided, when there is any.")
        @Nullable OffHeapRegions offHeap) {

  /** How Spark divides the heap. */
  @Schema(description = "How Spark divides the heap, in bytes; to the byte as an executor reports.")
  public record HeapRegions(
      @Schema(description = "Spark's own, always 300 MiB.", example = "314572800")
          long reservedBytes,
      @Schema(
              description = "Execution and storage together: (heap - 300 MiB) x memory.fraction.",
              example = "455501414")
          long unifiedBytes,
      @Schema(
              description =
                  "Part of it in which cached data is safe from execution: x"
                      + " memory.storageFraction.",
              example = "227750707")
          long storageBytes,
      @Schema(description = "The other part of it.", example = "227750707") long executionBytes,
      @Schema(description = "For the program's own objects: the rest.", example = "303667610")
          long userBytes) {}

  /** How off-heap memory is divided. */
  @Schema(description = "How off-heap memory is divided, in bytes.")
  public record OffHeapRegions(long storageBytes, long executionBytes) {}
}
