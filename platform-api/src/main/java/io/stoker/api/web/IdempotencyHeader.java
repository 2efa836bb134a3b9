package io.stoker.api.web;

import io.stoker.access.Caller;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.idempotency.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/** The header by which repeats of one request are told. */
public final class IdempotencyHeader {
  public static final String NAME = "Idempotency-Key";
  private static final int MAX_LENGTH = 255;

  private IdempotencyHeader() {}

  /**
   * The key in a header.
   *
   * @param operation what it was sent for; the same header for another operation is another key
   * @return null when there is no header
   * @throws StokerException MALFORMED_REQUEST when it is empty or too long
   */
  static @Nullable IdempotencyKey key(
      String operation, Caller.User caller, @Nullable String header) {
    if (header == null) {
      return null;
    }
    if (header.isBlank() || header.length() > MAX_LENGTH) {
      throw new StokerException(
          ErrorCode.MALFORMED_REQUEST, NAME + " must have 1 to " + MAX_LENGTH + " characters.");
    }
    return new IdempotencyKey(operation + " " + caller.keyId(), header);
  }
}
