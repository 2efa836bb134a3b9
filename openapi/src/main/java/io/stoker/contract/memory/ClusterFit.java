package io.stoker.contract.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much of a run the nodes could hold. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How much of a run the nodes could hold.")
public record ClusterFit(
    @Schema(
            description =
                "Executors for which there is room at this moment beside the driver. What is held"
                    + " back for other runs that have just begun is not taken off.")
        int executorsNow,
    @Schema(description = "The same, were all nodes up and idle.") int executorsAtAll,
    @Schema(
            description =
                "Why no node that has joined can ever hold driver and executor, with the arithmetic:"
                    + " a run of this size is refused with DOES_NOT_FIT. Absent when one can, and"
                    + " while no node has joined.")
        @Nullable String doesNotFit,
    List<NodeFit> nodes) {

  /** What one node could hold of it. */
  @Schema(
      description =
          "What one node could hold, were nothing of the run elsewhere: the driver, or so many"
              + " executors.")
  public record NodeFit(
      String node,
      @Schema(allowableValues = {"READY", "DRAINING", "DRAINED", "UNREACHABLE"}) String state,
      @Schema(description = "Whether the driver would fit at this moment.") boolean driverNow,
      @Schema(description = "Whether it would, were the node up and idle.") boolean driverAtAll,
      int executorsNow,
      int executorsAtAll) {}
}
