package io.stoker.error;

import java.util.List;
import java.util.Objects;

/** A caller's fault or a state that refuses the request; its message is written for a person. */
public class StokerException extends RuntimeException {
  private final ErrorCode code;
  private final transient List<Violation> violations;

  public StokerException(ErrorCode code, String message) {
    this(code, message, List.of());
  }

  public StokerException(ErrorCode code, String message, List<Violation> violations) {
    super(message);
    this.code = code;
    this.violations = List.copyOf(violations);
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
}
