package io.stoker.placement;

import java.util.Objects;

/** Where processes of one kind of a run go. */
public record Placement(PlacementStrategy strategy, NodeSelector nodes) {
  /** On any node, spread. */
  public static final Placement ANYWHERE =
      new Placement(PlacementStrategy.SPREAD, NodeSelector.ANY);

  public Placement {
    strategy = Objects.requireNonNullElse(strategy, PlacementStrategy.SPREAD);
    nodes = Objects.requireNonNullElse(nodes, NodeSelector.ANY);
  }
}
