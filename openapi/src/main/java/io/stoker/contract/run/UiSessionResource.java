package io.stoker.contract.run;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A link that opens a run's Spark UI in a browser. */
@Schema(description = "A link that opens a run's Spark UI in a browser, once.")
public record UiSessionResource(
    @Schema(
            description =
                "To be opened in a browser. Keep it to yourself: whoever opens it first is in.",
            example =
                "http://127.0.0.1:7700/api/v1/runs/0197a3c4-1c5e-7aa0-8000-0123456789ab/ui?ticket=stv_…")
        String url,
    @Schema(description = "The link opens nothing after this moment.") Instant openUntil,
    @Schema(description = "The browser needs another link after this moment.") Instant endsAt) {}
