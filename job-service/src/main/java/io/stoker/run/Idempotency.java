package io.stoker.run;

/**
 * A caller's promise that requests of one key are one request.
 *
 * @param bodyHash hex digest of all that the key was sent with
 */
public record Idempotency(String key, String bodyHash) {}
