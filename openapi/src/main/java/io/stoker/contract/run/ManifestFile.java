package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One file of a result. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One file of a result.")
public record ManifestFile(
    @Schema(description = "Path below the manifest's location.") String path,
    long bytes,
    @Schema(description = "Rows, when the format tells.") @Nullable Long rows) {}
