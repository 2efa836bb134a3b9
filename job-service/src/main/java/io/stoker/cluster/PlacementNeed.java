package io.stoker.cluster;

/** What a process takes, and of which nodes. */
public record PlacementNeed(ProcessNeed process, Placement placement) {}
