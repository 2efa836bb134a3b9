package io.stoker.placement;

/** How the processes of a run are laid over nodes that would all do. */
public enum PlacementStrategy {
  /** Over as many nodes as possible, the emptiest first: one lost node costs the least. */
  SPREAD,
  /** On as few nodes as possible, the fullest first: large runs find empty nodes. */
  PACK
}
