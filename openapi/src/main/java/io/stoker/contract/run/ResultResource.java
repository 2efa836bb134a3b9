package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** The committed result of a run. */
@Schema(description = "The committed result of a run: where the rows are and what they are.")
public record ResultResource(UUID runId, String job, Instant committedAt, Manifest manifest) {}
