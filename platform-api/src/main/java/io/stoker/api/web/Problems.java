package io.stoker.api.web;

import io.stoker.contract.FieldProblem;
import io.stoker.contract.Problem;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.json.JsonMapper;

/** Makes problems of RFC 9457, and writes them where Spring MVC is not in charge. */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  /** Seconds after which another try makes sense when the database is away. */
  static final int RETRY_AFTER = 5;

  /** The same when a queue is full: a run has to start first. */
  private static final int QUEUE_RETRY_AFTER = 30;

  private static final JsonMapper JSON = JsonMapper.shared();

  private Problems() {}

  static Problem of(StokerException error, String instance) {
    return of(error.code(), error.getMessage(), instance, error.violations());
  }

  static Problem of(ErrorCode code, String detail, String instance, List<Violation> violations) {
    List<FieldProblem> errors =
        violations.stream()
            .map(found -> new FieldProblem(found.pointer(), found.code(), found.message()))
            .toList();
    return new Problem(
        "urn:stoker:problem:" + code,
        code.title(),
        code.status(),
        code.name(),
        detail,
        instance,
        errors.isEmpty() ? null : errors);
  }

  static void write(
      HttpServletRequest request, HttpServletResponse response, ErrorCode code, String detail)
      throws IOException {
    write(response, of(code, detail, path(request), List.of()));
  }

  static void write(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(MEDIA_TYPE);
    retryAfter(problem).ifPresent(seconds -> response.setIntHeader("Retry-After", seconds));
    response.getOutputStream().write(JSON.writeValueAsBytes(problem));
  }

  /** Seconds after which the same request may succeed; empty when it would not. */
  static OptionalInt retryAfter(Problem problem) {
    if (problem.status() == ErrorCode.UNAVAILABLE.status()) {
      return OptionalInt.of(RETRY_AFTER);
    }
    return problem.status() == ErrorCode.QUEUE_FULL.status()
        ? OptionalInt.of(QUEUE_RETRY_AFTER)
        : OptionalInt.empty();
  }

  /** The path as it was sent; of the first request when this one reports its error. */
  static String path(HttpServletRequest request) {
    Object original = request.getAttribute("jakarta.servlet.error.request_uri");
    String path = original == null ? request.getRequestURI() : original.toString();
    return path == null ? "" : path;
  }

  /** The code that says the same as a bare HTTP status. */
  static ErrorCode codeOf(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 409 -> ErrorCode.CONFLICT;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 416 -> ErrorCode.RANGE_NOT_SATISFIABLE;
      case 431 -> ErrorCode.HEADERS_TOO_LARGE;
      case 503 -> ErrorCode.UNAVAILABLE;
      default -> status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL_ERROR;
    };
  }
}
