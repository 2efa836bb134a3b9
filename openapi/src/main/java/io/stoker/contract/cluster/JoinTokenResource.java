package io.stoker.contract.cluster;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A single-use join token; shown once. */
@Schema(description = "A single-use join token. It is shown only here; a hash of it is kept.")
public record JoinTokenResource(String token, Instant expiresAt) {}
