package io.stoker.error;

/**
 * One wrong place in what a caller sent.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, or a parameter's name
 * @param code stable machine-readable code, as {@code TOO_SMALL}
 * @param message what is wrong and what would be right
 */
public record Violation(String pointer, String code, String message) {}
