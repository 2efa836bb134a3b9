package io.stoker.contract.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cron to be looked at before a schedule is made of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A cron to be looked at before a schedule is made of it.")
public record PreviewRequest(
    @Schema(example = "30 2 * * *") @NotNull String cron,
    @Schema(example = "Europe/Berlin", defaultValue = "UTC") @Nullable String zone,
    @Nullable Instant startAt,
    @Nullable Instant endAt,
    @Schema(description = "Times after this moment; after now without it.") @Nullable Instant after,
    @Schema(description = "How many times, 1 to 100.", defaultValue = "10")
        @Min(value = 1, message = "must be from 1 to 100")
        @Max(value = 100, message = "must be from 1 to 100")
        @Nullable Integer count) {}
