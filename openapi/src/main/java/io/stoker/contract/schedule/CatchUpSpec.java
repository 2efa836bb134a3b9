package io.stoker.contract.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What becomes of times at which no server was up. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "What becomes of times at which no server was up: NONE skips them, LAST makes up for the"
            + " newest, ALL for the newest max of them. The others are skipped. LAST without this"
            + " field.")
public record CatchUpSpec(
    @Schema(allowableValues = {"NONE", "LAST", "ALL"}) @NotNull String policy,
    @Schema(
            description = "How many are made up for at most, 1 to 100; required with ALL.",
            example = "10")
        @Nullable Integer max) {}
