package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Executors by load: more while tasks wait, fewer when executors idle. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "Executors by load: more while tasks wait, fewer when executors idle, down to none and up"
            + " again. In the place of executor.instances.")
public record DynamicAllocationSpec(
    @Schema(description = "Whether the other fields count; required.") @Nullable Boolean enabled,
    @Schema(description = "Executors that are kept however idle, 0 to 1000.", defaultValue = "0")
        @Nullable Integer minExecutors,
    @Schema(description = "Executors at most, 1 to 1000; required when enabled.", example = "10")
        @Nullable Integer maxExecutors,
    @Schema(description = "Executors that a run begins with; absent: minExecutors.")
        @Nullable Integer initialExecutors,
    @Schema(
            description =
                "An executor without a task for so long is given back; ISO-8601, whole seconds,"
                    + " PT1S to PT24H. One that holds cached data is kept unless somebody with less waits.",
            defaultValue = "PT1M")
        @Nullable String executorIdleTimeout,
    @Schema(
            description =
                "When tasks have waited for so long, more executors are asked for, and twice as"
                    + " many after each such time; ISO-8601, whole seconds, PT1S to PT24H.",
            defaultValue = "PT1S")
        @Nullable String schedulerBacklogTimeout) {}
