package io.stoker.contract.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether programs in Python can run on a node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Whether programs in Python can run on a node.")
public record NodePython(
    @Schema(
            description =
                "READY: its interpreter has pyspark of the node's Spark version. NONE: no program in"
                    + " Python gets there, and problem says why. PROBING: its service has just"
                    + " started and does not know yet.",
            allowableValues = {"READY", "NONE", "PROBING"})
        String state,
    @Schema(description = "The interpreter.", example = "/opt/pyspark/bin/python3")
        @Nullable String executable,
    @Schema(description = "Version of Python.", example = "3.11.2") @Nullable String version,
    @Schema(description = "Version of its package pyspark.", example = "4.2.0")
        @Nullable String pyspark,
    @Schema(description = "Version of its package py4j.", example = "0.10.9.9")
        @Nullable String py4j,
    @Schema(description = "Why it is NONE, and what to do.") @Nullable String problem) {}
