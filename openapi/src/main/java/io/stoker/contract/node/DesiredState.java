package io.stoker.contract.node;

import java.util.List;

/**
 * All processes that a node should have. A process that the node knows and that is not listed is to
 * be stopped, and forgotten once it has ended.
 *
 * @param version to pass as {@code after} in the next long poll
 */
public record DesiredState(long version, List<Assignment> assignments) {}
