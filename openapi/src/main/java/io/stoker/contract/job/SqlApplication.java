package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A SQL script over named inputs; the script's last query is the result. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A SQL script over named inputs; its last query is the result.")
public record SqlApplication(
    @Schema(description = "Inputs, each registered as a temporary view.")
        @Nullable List<@Valid InputView> inputs,
    @Schema(
            description = "Statements separated by ';'. Named markers (:name) take the parameters.",
            example =
                "select origin, count(*) n from flights where delay > :minDelay group by origin")
        @NotBlank
        String sql)
    implements Application {}
