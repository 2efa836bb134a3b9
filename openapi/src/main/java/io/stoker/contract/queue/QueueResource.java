package io.stoker.contract.queue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A queue, and what it has now. */
@Schema(description = "A queue, and what it has now.")
public record QueueResource(
    String name,
    @Schema(description = "Grows with each change; the ETag.") int revision,
    QueueDefinition definition,
    QueueUse use,
    Instant createdAt,
    Instant updatedAt) {}
