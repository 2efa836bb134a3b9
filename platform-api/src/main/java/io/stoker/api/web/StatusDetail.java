package io.stoker.api.web;

import io.stoker.error.ErrorCode;

/** What can be said of an error of which nothing but the status is known. */
final class StatusDetail {

  /** Says nothing of what happened to a change: a commit's reply may be what was lost. */
  static final String NO_DATABASE =
      "The database does not answer; try again in some seconds. A change may be sent again with the"
          + " same Idempotency-Key or If-Match: it is made once at most.";

  private StatusDetail() {}

  static String of(ErrorCode code) {
    return switch (code) {
      case MALFORMED_REQUEST ->
          "The request is not valid HTTP: look for unescaped characters, %2F or a broken % in the"
              + " path, a wrong Host header, or headers that are too large.";
      case UNAUTHENTICATED -> "Send a credential as Authorization: Bearer.";
      case FORBIDDEN -> "This credential does not open this path.";
      case NOT_FOUND -> "Nothing is served here. The API's console is at /.";
      case HEADERS_TOO_LARGE -> "The request's headers are larger than 8 KiB together.";
      case UNAVAILABLE -> "The server cannot answer now; try again in some seconds.";
      case INTERNAL_ERROR -> "The server failed on this request; its log tells why.";
      default -> code.title() + ".";
    };
  }
}
