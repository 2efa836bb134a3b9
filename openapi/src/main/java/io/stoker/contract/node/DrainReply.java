package io.stoker.contract.node;

/**
 * How far a node is that has asked to be emptied.
 *
 * @param state of the node: DRAINED when nothing is left on it
 */
public record DrainReply(String state) {}
