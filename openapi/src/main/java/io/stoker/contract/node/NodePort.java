package io.stoker.contract.node;

import org.jspecify.annotations.Nullable;

/**
 * Where a node's service answers to the platform, at its host's address.
 *
 * @param secret made at this start of the service: whoever has it may read what the node's
 *     processes show
 * @param history whether Spark's history server can be started on this node; null from a service
 *     that does not know of it
 */
public record NodePort(int port, String secret, @Nullable Boolean history) {
  @Override
  public String toString() {
    return "NodePort[port=" + port + "]";
  }
}
