package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;

/** One column of a result. */
@Schema(description = "One column of a result.")
public record Column(
    String name,
    @Schema(description = "Spark SQL type.", example = "bigint") String type,
    boolean nullable) {}
