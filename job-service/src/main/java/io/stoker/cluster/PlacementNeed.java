package io.stoker.cluster;

import io.stoker.placement.Placement;

/** What a process takes, and of which nodes. */
public record PlacementNeed(ProcessNeed process, Placement placement) {}
