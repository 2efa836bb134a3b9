package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files read as a view. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Files read as a view.")
public record InputView(
    @Schema(description = "Name of the view in the SQL.", example = "flights")
        @NotNull
        @Pattern(
            regexp = "[A-Za-z_][A-Za-z0-9_]{0,127}",
            message = "must be a plain SQL identifier")
        String view,
    @Schema(
            description = "How the files are read.",
            allowableValues = {"parquet", "csv", "json", "orc", "text"},
            example = "parquet")
        @NotNull
        @Pattern(
            regexp = "parquet|csv|json|orc|text",
            message = "must be one of parquet, csv, json, orc, text")
        String format,
    @Schema(
            description = "Absolute URI or path that every node can read.",
            example = "file:///data/flights.parquet")
        @NotBlank
        String path,
    @Schema(description = "Options of Spark's reader.", example = "{\"header\": \"true\"}")
        @Nullable Map<String, String> options,
    @Schema(
            description = "Columns as Spark DDL; read from the files when absent.",
            example = "iata STRING, city STRING")
        @Nullable String schema) {}
