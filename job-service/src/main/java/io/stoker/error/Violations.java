package io.stoker.error;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects everything that is wrong with a request, so that its sender hears of all of it at once.
 * Of several findings at one place the first is kept, and none is added about the absence of
 * something whose inside was already found wrong.
 */
public final class Violations {
  private final List<Violation> found = new ArrayList<>();

  public Violations() {}

  /** Starts with what somebody else found. */
  public Violations(List<Violation> alreadyFound) {
    alreadyFound.forEach(this::add);
  }

  public void add(String pointer, String code, String message) {
    add(new Violation(pointer, code, message));
  }

  public void add(Violation violation) {
    if (!coversKnown(violation.pointer())) {
      found.add(violation);
    }
  }

  /** Reports a known word whose feature does not exist yet. */
  public void addNotBuiltYet(String pointer, String message) {
    add(pointer, ErrorCode.NOT_SUPPORTED_YET.name(), message);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public List<Violation> list() {
    return List.copyOf(found);
  }

  /** Ends the request when anything was found. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new StokerException(code(), detail(), found);
    }
  }

  private boolean coversKnown(String pointer) {
    return found.stream()
        .map(Violation::pointer)
        .anyMatch(known -> known.equals(pointer) || known.startsWith(pointer + "/"));
  }

  private ErrorCode code() {
    String notYet = ErrorCode.NOT_SUPPORTED_YET.name();
    return found.stream().allMatch(violation -> violation.code().equals(notYet))
        ? ErrorCode.NOT_SUPPORTED_YET
        : ErrorCode.VALIDATION_FAILED;
  }

  private String detail() {
    if (found.size() == 1) {
      Violation only = found.get(0);
      String place = only.pointer().isEmpty() ? "The body" : only.pointer();
      return place + " " + only.message() + ".";
    }
    return found.size()
        + " fields are wrong: "
        + found.stream().map(Violation::pointer).limit(10).collect(Collectors.joining(", "))
        + (found.size() > 10 ? ", …" : "")
        + ". Each is explained in errors.";
  }
}
