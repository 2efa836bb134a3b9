package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;

/** Why something is in the state it is in. */
@Schema(description = "Why it is in this state.")
public record Reason(
    @Schema(description = "Stable machine-readable code.", example = "WAITING_FOR_CAPACITY")
        String code,
    @Schema(description = "A sentence for a person, with what to do.") String message) {}
