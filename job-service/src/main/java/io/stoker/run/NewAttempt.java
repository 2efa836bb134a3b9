package io.stoker.run;

import io.stoker.access.Token;
import java.util.UUID;

/** An attempt that is about to be opened. */
record NewAttempt(
    long fence,
    UUID runId,
    String step,
    int number,
    UUID nodeId,
    Token token,
    String authSecret,
    String outputDirectory) {}
