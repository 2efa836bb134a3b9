package io.stoker.cluster;

import io.stoker.cluster.IdentityStore.Known;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets one home at a time speak as a node, and one node at a time be at an address. Whoever has a
 * copy of a node's home has its credential too: what tells them apart is the boot of their machine
 * and the home's place in it, and that the node is heard meanwhile.
 */
@Component
class Identities {
  private final IdentityStore store;
  private final ClusterSettings settings;

  Identities(IdentityStore store, ClusterSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Locks a node for its registration in the caller's transaction, and changes nothing. While it
   * was silent another may have come to its address; with processes it is let in all the same,
   * since to refuse it would end them.
   *
   * @return the node as it was
   * @throws StokerException when these facts are not of the node, or may not be of it yet
   */
  Known check(UUID nodeId, NodeFacts facts) {
    Known known = store.lock(nodeId);
    if (known.state() == NodeState.REMOVED) {
      throw new StokerException(
          ErrorCode.FENCED, "This node was removed: join again with a new join token.");
    }
    if (!known.name().equals(facts.name())) {
      throw otherName(known, facts);
    }
    boolean isSilent = known.silentTicks() > settings.unreachableAfterTicks();
    if (!isSilent && !known.isHomeOf(facts)) {
      throw inUse(known, facts);
    }
    boolean moves = !known.host().equalsIgnoreCase(facts.host());
    if (moves || (isSilent && !store.hasProcesses(nodeId))) {
      checkHost("/host", facts.host(), nodeId);
    }
    return known;
  }

  /**
   * Keeps an address for whoever comes to it in the caller's transaction. Draining a node, losing
   * one and Spark's exclusion go by address: a neighbour at the same one would lose its map outputs
   * with it.
   *
   * @param at JSON pointer of the address
   * @param nodeId who comes; null before it has joined
   */
  void checkHost(String at, String host, @Nullable UUID nodeId) {
    store.lockHost(host);
    store
        .heardAt(host, nodeId, settings.unreachableAfterTicks())
        .ifPresent(
            other -> {
              throw hostInUse(at, host, other);
            });
  }

  private StokerException inUse(Known known, NodeFacts facts) {
    String who =
        known.bootId().equals(facts.bootId())
            ? "Another home on this machine"
            : "Another machine, or this one before it was restarted,";
    return StokerException.forSeconds(
        settings.unreachableAfterTicks() + 1 - Math.max(0, known.silentTicks()),
        ErrorCode.NODE_IDENTITY_IN_USE,
        """
        %s speaks as node %s, at host %s, and was heard %d s ago. If this home is a copy of that \
        one's, delete identity.json in the copy and let it join with a join token. If this is the \
        node itself, restarted or moved, it is let in once the other one has not been heard for %d s.\
        """
            .formatted(
                who,
                known.name(),
                known.host(),
                Math.max(0, known.silentTicks()),
                settings.unreachableAfterTicks()));
  }

  private StokerException hostInUse(String at, String host, String other) {
    String message =
        """
        is the host of node %s, which was heard in the last %d s. Give each node an address of its \
        own: on one machine 127.0.0.2, 127.0.0.3 and so on, or further addresses of its network.\
        """
            .formatted(other, settings.unreachableAfterTicks());
    return new StokerException(
        ErrorCode.NODE_HOST_IN_USE,
        host + " " + message,
        List.of(new Violation(at, ErrorCode.NODE_HOST_IN_USE.name(), message)));
  }

  private static StokerException otherName(Known known, NodeFacts facts) {
    return new StokerException(
        ErrorCode.CONFLICT,
        """
        This node joined as %s and cannot call itself %s: keep the name, or join anew. If this home \
        is a copy of that of %1$s, delete identity.json in the copy and let it join with a join token.\
        """
            .formatted(known.name(), facts.name()));
  }
}
