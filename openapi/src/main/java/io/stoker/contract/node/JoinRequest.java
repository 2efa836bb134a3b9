package io.stoker.contract.node;

/**
 * What a machine says to become a node. It may be repeated: the same credential with the same token
 * is the same node, so a lost answer costs nothing.
 *
 * @param credential bearer token of this node from now on, made and kept by the node before it
 *     asks: {@code stn_} and 43 characters of base64url, 256 random bits
 */
public record JoinRequest(String credential, NodeDescription node) {
  @Override
  public String toString() {
    return "JoinRequest[node=" + node + "]";
  }
}
