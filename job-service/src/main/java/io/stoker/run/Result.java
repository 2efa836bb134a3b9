package io.stoker.run;

import java.time.Instant;
import java.util.UUID;

/** What a run committed. */
public record Result(UUID runId, String jobName, Instant committedAt, Manifest manifest) {}
