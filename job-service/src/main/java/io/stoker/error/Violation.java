package io.stoker.error;

/**
 * One wrong place in what a caller sent.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, or a parameter's name
 * @param code stable machine-readable code, as {@code TOO_SMALL}
 * @param message what is wrong and what would be right; reads on after the pointer and ends without
 *     a full stop
 */
public record Violation(String pointer, String code, String message) {

  /** The pointer of a member or an element below another pointer, escaped as RFC 6901 asks. */
  public static String pointer(String parent, Object segment) {
    return parent + "/" + segment.toString().replace("~", "~0").replace("/", "~1");
  }
}
