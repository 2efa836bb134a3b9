package io.stoker.contract.node;

/**
 * Where a node's service answers to the platform, at its host's address.
 *
 * @param secret made at this start of the service: whoever has it may read what the node's
 *     processes show
 */
public record NodePort(int port, String secret) {
  @Override
  public String toString() {
    return "NodePort[port=" + port + "]";
  }
}
