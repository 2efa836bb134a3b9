package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** A parameter that a run may set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A parameter that a run may set; required when it has no default.")
public record ParameterSpec(
    @Schema(
            description = "date is yyyy-MM-dd, timestamp is RFC 3339; both as JSON strings.",
            allowableValues = {
              "string",
              "integer",
              "double",
              "decimal",
              "boolean",
              "date",
              "timestamp"
            })
        @NotNull
        @Pattern(
            regexp = "string|integer|double|decimal|boolean|date|timestamp",
            message = "must be one of string, integer, double, decimal, boolean, date, timestamp")
        String type,
    @Schema(description = "Value when a run does not set it, of the type above.")
        @JsonProperty("default")
        @Nullable Object defaultValue,
    @Nullable String description) {}
