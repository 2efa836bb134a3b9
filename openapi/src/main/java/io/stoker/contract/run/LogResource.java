package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;

/** One log stream of a run. */
@Schema(description = "One log stream of a run; read it at /runs/{run}/logs/{process}/{stream}.")
public record LogResource(
    int attempt,
    @Schema(description = "driver, or executor-N.", example = "driver") String process,
    @Schema(allowableValues = {"stdout", "stderr"}) String stream,
    @Schema(description = "Bytes stored so far; grows while the process lives.") long bytes) {}
