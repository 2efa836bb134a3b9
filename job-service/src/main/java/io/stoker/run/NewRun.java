package io.stoker.run;

import java.util.Map;
import java.util.UUID;

/** A run that is about to be accepted. */
record NewRun(
    UUID jobId,
    String jobName,
    int revision,
    Map<String, Argument> parameters,
    Map<String, String> sparkConf,
    int maxAttempts,
    String createdBy) {}
