package io.stoker.placement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where processes of one kind of a run go.
 *
 * @param python what they need of a node's interpreter; null when nothing
 */
public record Placement(
    PlacementStrategy strategy,
    NodeSelector nodes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PythonNeed python) {
  /** On any node, spread. */
  public static final Placement ANYWHERE =
      new Placement(PlacementStrategy.SPREAD, NodeSelector.ANY);

  /** Of programs that are not in Python. */
  public Placement(PlacementStrategy strategy, NodeSelector nodes) {
    this(strategy, nodes, null);
  }

  public Placement {
    strategy = Objects.requireNonNullElse(strategy, PlacementStrategy.SPREAD);
    nodes = Objects.requireNonNullElse(nodes, NodeSelector.ANY);
  }
}
