package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels of the nodes that a process may go to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Labels of the nodes that a process may go to.")
public record NodeSelectorSpec(
    @Schema(
            description =
                "A node must have all of these. A run is refused with NO_NODE_WITH_LABEL when no"
                    + " node that has joined has them, and waits when none of those takes work.",
            example = "{\"zone\": \"a\"}")
        @Nullable Map<String, String> required,
    @Schema(
            description = "Of the nodes with room, those with the most of these come first.",
            example = "{\"disk\": \"ssd\"}")
        @Nullable Map<String, String> preferred) {}
