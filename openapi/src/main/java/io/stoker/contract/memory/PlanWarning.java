package io.stoker.contract.memory;

import io.swagger.v3.oas.annotations.media.Schema;

/** Something about a size that is allowed and seldom meant. */
@Schema(description = "Something about a size that is allowed and seldom meant.")
public record PlanWarning(
    @Schema(example = "LARGE_MAX_RESULT_SIZE") String code,
    @Schema(
            description = "The field that would change it.",
            example = "/sparkConf/spark.driver.maxResultSize")
        String pointer,
    @Schema(description = "What is odd, and what to do.") String message) {}
