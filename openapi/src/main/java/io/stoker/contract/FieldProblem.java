package io.stoker.contract;

import io.swagger.v3.oas.annotations.media.Schema;

/** One wrong place in a request. */
@Schema(description = "One wrong place in a request.")
public record FieldProblem(
    @Schema(
            description = "JSON pointer (RFC 6901) into the body, or the parameter's name.",
            example = "/executor/memory")
        String pointer,
    @Schema(description = "Stable machine-readable code.", example = "TOO_SMALL") String code,
    @Schema(description = "What is wrong and what would be right.") String message) {}
