package io.stoker.contract.job;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** One immutable version of a job. */
@Schema(description = "One immutable version of a job.")
public record RevisionResource(
    int revision, JobDefinition definition, Instant createdAt, String createdBy) {}
