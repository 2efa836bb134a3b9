package io.stoker.error;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A caller's fault or a state that refuses the request; its message is written for a person. */
public class StokerException extends RuntimeException {
  private final ErrorCode code;
  private final transient List<Violation> violations;
  private final @Nullable Long retryAfter;

  public StokerException(ErrorCode code, String message) {
    this(code, message, List.of());
  }

  public StokerException(ErrorCode code, String message, List<Violation> violations) {
    this(code, message, violations, null);
  }

  private StokerException(
      ErrorCode code, String message, List<Violation> violations, @Nullable Long retryAfter) {
    super(message);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.retryAfter = retryAfter;
  }

  /** A refusal that may pass by itself after so many seconds. */
  public static StokerException forSeconds(long seconds, ErrorCode code, String message) {
    return new StokerException(code, message, List.of(), seconds);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public ErrorCode code() {
    return code;
  }

  public List<Violation> violations() {
    return violations;
  }

  /** Seconds after which the same request may succeed; empty when nobody knows any. */
  public Optional<Long> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
