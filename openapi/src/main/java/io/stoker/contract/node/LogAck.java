package io.stoker.contract.node;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a piece of log.
 *
 * @param nextOffset bytes stored of this stream; send the next piece from there
 * @param segment where the stored piece begins that ends there, to be said with the next piece: it
 *     spares the server a look at all others. Null when there is none, and from an older server
 */
public record LogAck(long nextOffset, @Nullable Long segment) {}
