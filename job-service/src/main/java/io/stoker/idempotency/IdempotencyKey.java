package io.stoker.idempotency;

/**
 * A caller's name for one request, by which its repeats are told.
 *
 * @param scope who sent it and what for; the same key in another scope is another key
 */
public record IdempotencyKey(String scope, String key) {}
