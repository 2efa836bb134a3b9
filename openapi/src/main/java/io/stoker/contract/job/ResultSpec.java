package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a run's rows are written to storage. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How a run's rows are written to storage.")
public record ResultSpec(
    @Schema(
            defaultValue = "parquet",
            allowableValues = {"parquet", "csv", "json", "orc"})
        @Pattern(
            regexp = "parquet|csv|json|orc",
            message = "must be one of parquet, csv, json, orc")
        @Nullable String format,
    @Schema(description = "Columns that become directories.") @Nullable List<String> partitionBy,
    @Schema(
            description = "snapshot: each run's result stands alone.",
            defaultValue = "snapshot",
            allowableValues = "snapshot")
        @Pattern(regexp = "snapshot", message = "must be snapshot")
        @Nullable String mode,
    @Schema(description = "Options of Spark's writer.", example = "{\"compression\": \"zstd\"}")
        @Nullable Map<String, String> options) {}
