package io.stoker.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error for a person, RFC 9457: what is wrong, where, and what to do next. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An error (RFC 9457): what is wrong, where, and what to do next.")
public record Problem(
    @Schema(
            description = "Stable identifier of the kind of problem.",
            example = "urn:stoker:problem:VALIDATION_FAILED")
        String type,
    @Schema(description = "The kind of problem in a few words.", example = "Validation failed")
        String title,
    @Schema(description = "HTTP status.", example = "422") int status,
    @Schema(description = "Stable machine-readable code.", example = "VALIDATION_FAILED")
        String code,
    @Schema(description = "This occurrence, in a sentence that says what to do.") String detail,
    @Schema(description = "Path of the request.", example = "/api/v1/jobs") String instance,
    @Schema(description = "Every wrong field, when the body is at fault.")
        @Nullable List<FieldProblem> errors) {}
