package io.stoker.contract.schedule;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What is to come of a cron. */
@Schema(description = "What a cron means, and its next times.")
public record PreviewResource(
    @Schema(description = "Its one spelling.", example = "30 2 * * MON-FRI") String cron,
    @Schema(description = "UNIX has 5 fields, QUARTZ 6 to 7.") String dialect,
    @Schema(
            description = "The cron in words.",
            example = "At 02:30 on Monday to Friday (Europe/Berlin)")
        String words,
    @Schema(example = "Europe/Berlin") String zone,
    List<FireTimeResource> times) {}
