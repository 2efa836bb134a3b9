package io.stoker.run;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run that is about to be accepted.
 *
 * @param timeoutTicks seconds of uptime from its first attempt to its end; null for no limit
 * @param scheduled what made it; null when a user did
 */
record NewRun(
    UUID jobId,
    String jobName,
    int revision,
    String queue,
    Map<String, Argument> parameters,
    Map<String, String> sparkConf,
    int maxAttempts,
    @Nullable Long timeoutTicks,
    String createdBy,
    @Nullable ScheduledFor scheduled) {}
