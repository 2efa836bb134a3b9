package io.stoker.contract.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An uploaded jar or file, known by its bytes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An uploaded jar or file, known by its bytes.")
public record ArtifactResource(
    @Schema(
            description = "SHA-256 of its bytes, in hexadecimal.",
            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String id,
    @Schema(description = "As it was first uploaded.", example = "examples.jar") String name,
    @Schema(
            description =
                "JAR: seen to be a jar, or another zip. PYTHON: seen to be text in UTF-8. FILE: any"
                    + " bytes.",
            allowableValues = {"JAR", "PYTHON", "FILE"})
        String kind,
    @Schema(description = "Bytes.", example = "48213") long size,
    @Schema(description = "Main class that its manifest names.", example = "examples.WordCount")
        @Nullable String mainClass,
    Instant createdAt,
    @Schema(description = "Name of the API key that it was uploaded with.", example = "admin")
        String createdBy) {}
