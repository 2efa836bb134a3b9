package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Executors by load. Known, not built yet: {@code enabled: true} is refused. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Executors by load. Not built yet: enabled = true is refused.")
public record DynamicAllocationSpec(
    @Nullable Boolean enabled, @Nullable Integer minExecutors, @Nullable Integer maxExecutors) {}
