package io.stoker.contract.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller may say when starting a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a caller may say when starting a run. An empty object takes defaults.")
public record RunRequest(
    @Schema(
            description = "Values by parameter name, each of its declared type.",
            example = "{\"minDelay\": 60}")
        @Nullable Map<String, Object> parameters) {}
