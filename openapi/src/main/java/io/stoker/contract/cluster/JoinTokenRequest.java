package io.stoker.contract.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks for a token that lets one machine join. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Asks for a token that lets one machine join.")
public record JoinTokenRequest(
    @Schema(
            description = "How long it is valid, ISO-8601, PT1S to PT24H.",
            defaultValue = "PT1H",
            example = "PT1H")
        @Nullable Duration validFor) {}
