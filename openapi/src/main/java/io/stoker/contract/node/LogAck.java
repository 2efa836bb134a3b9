package io.stoker.contract.node;

/**
 * The answer to a piece of log.
 *
 * @param nextOffset bytes stored of this stream; send the next piece from there
 */
public record LogAck(long nextOffset) {}
