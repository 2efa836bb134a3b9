package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;

/** Something about a run that its reader should know before missing it. */
@Schema(description = "Something about a run that its reader should know.")
public record RunWarning(
    @Schema(description = "Stable machine-readable code.", example = "OTHER_SPARK") String code,
    @Schema(description = "A sentence for a person.") String message) {}
