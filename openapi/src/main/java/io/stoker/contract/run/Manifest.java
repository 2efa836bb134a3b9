package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run wrote: the only list of its files that a reader may trust. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a run wrote: the only list of its files that a reader may trust.")
public record Manifest(
    UUID runId,
    String step,
    int attempt,
    long fence,
    @Schema(example = "parquet") String format,
    @Schema(description = "Directory URI, ends with /; files are relative to it.") String location,
    List<String> partitionBy,
    List<ManifestFile> files,
    long totalBytes,
    @Schema(description = "Rows in all files, when known.") @Nullable Long totalRows,
    @Schema(description = "Columns, partition columns included.") List<Column> schema,
    Instant createdAt) {}
