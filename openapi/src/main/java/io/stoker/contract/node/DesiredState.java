package io.stoker.contract.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All processes that a node should have. A process that the node knows and that is not listed is to
 * be stopped, and forgotten once it has ended.
 *
 * @param version to pass as {@code after} in the next long poll
 * @param applications ids of the live applications that had an executor on this node, also when it
 *     has ended: their shuffle files are needed. Null from a server that does not know of it
 * @param drained whether the node is DRAINED, so that it needs nothing for executors to come. Null
 *     from a server that does not say
 */
public record DesiredState(
    long version,
    List<Assignment> assignments,
    @Nullable List<String> applications,
    @Nullable Boolean drained) {}
