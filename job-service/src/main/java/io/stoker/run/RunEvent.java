package io.stoker.run;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a run.
 *
 * @param number 1, 2, 3, … without a gap in each run
 * @param state of the run after it
 */
public record RunEvent(
    int number,
    Instant at,
    String type,
    RunState state,
    @Nullable Reason reason,
    Map<String, Object> data) {}
