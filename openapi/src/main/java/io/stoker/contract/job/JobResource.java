package io.stoker.contract.job;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** A job as the API shows it. */
@Schema(description = "A job: its current definition and where it stands in its history.")
public record JobResource(
    UUID id,
    String name,
    @Schema(description = "Number of the current revision, from 1; also the ETag.") int revision,
    JobDefinition definition,
    Instant createdAt,
    Instant updatedAt) {}
