package io.stoker.api.web;

import io.stoker.contract.Problem;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever a controller, or Spring on the way to it, throws into a problem. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  @ExceptionHandler
  ResponseEntity<Problem> refused(StokerException error, HttpServletRequest request) {
    return answer(Problems.of(error, Problems.path(request)), new HttpHeaders());
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    CannotCreateTransactionException.class,
    TransactionSystemException.class
  })
  ResponseEntity<Problem> unavailable(Exception error, HttpServletRequest request) {
    log.warn(
        "{} {}: no database: {}", request.getMethod(), request.getRequestURI(), error.toString());
    return answer(
        Problems.of(
            ErrorCode.UNAVAILABLE,
            "The database does not answer. Nothing was changed; try again in some seconds.",
            Problems.path(request),
            List.of()),
        new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> unexpected(Exception error, HttpServletRequest request) {
    String reference = UUID.randomUUID().toString();
    log.error(
        "{} {} failed (reference {})",
        request.getMethod(),
        request.getRequestURI(),
        reference,
        error);
    return answer(
        Problems.of(
            ErrorCode.INTERNAL_ERROR,
            "The server failed on this request. Its log tells more under the reference "
                + reference
                + ".",
            Problems.path(request),
            List.of()),
        new HttpHeaders());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception error,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpServletRequest servletRequest = ((ServletWebRequest) request).getRequest();
    if (status.is5xxServerError() && status.value() != ErrorCode.UNAVAILABLE.status()) {
      return widened(unexpected(error, servletRequest));
    }
    Problem problem =
        Problems.of(
            Problems.codeOf(status.value()),
            detail(error, servletRequest),
            Problems.path(servletRequest),
            violations(error));
    return widened(answer(problem, headers));
  }

  private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(problem.status())
            .headers(headers)
            .contentType(MediaType.parseMediaType(Problems.MEDIA_TYPE));
    if (problem.status() == ErrorCode.UNAVAILABLE.status()) {
      answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(Problems.RETRY_AFTER));
    }
    return answer.body(problem);
  }

  private static ResponseEntity<Object> widened(ResponseEntity<Problem> answer) {
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .body((Object) answer.getBody());
  }

  private static String detail(Exception error, HttpServletRequest request) {
    if (error instanceof HttpRequestMethodNotSupportedException method) {
      return request.getMethod()
          + " is not possible here; use "
          + String.join(
              ", ", Objects.requireNonNullElse(method.getSupportedMethods(), new String[0]))
          + ".";
    }
    if (error instanceof HttpMediaTypeNotSupportedException type) {
      return "The body's Content-Type is "
          + (type.getContentType() == null ? "missing" : type.getContentType())
          + "; send "
          + MediaType.toString(type.getSupportedMediaTypes())
          + ".";
    }
    if (error instanceof HttpMediaTypeNotAcceptableException) {
      return "The Accept header admits nothing that is served here; accept application/json.";
    }
    if (error instanceof HttpMessageNotReadableException unreadable) {
      return JsonErrors.detail(unreadable);
    }
    List<Violation> violations = violations(error);
    return violations.isEmpty()
        ? "Nothing is served at " + Problems.path(request) + ". The API's console is at /."
        : violations.get(0).pointer() + " " + violations.get(0).message() + ".";
  }

  private static List<Violation> violations(Exception error) {
    if (error instanceof MethodArgumentTypeMismatchException mismatch) {
      return List.of(
          new Violation(
              mismatch.getName(),
              "WRONG_TYPE",
              "is \"" + mismatch.getValue() + "\", which is not " + wanted(mismatch)));
    }
    if (error instanceof MissingServletRequestParameterException missing) {
      return List.of(
          new Violation(missing.getParameterName(), "REQUIRED", "is a required query parameter"));
    }
    if (error instanceof MissingRequestHeaderException missing) {
      return List.of(new Violation(missing.getHeaderName(), "REQUIRED", "is a required header"));
    }
    return List.of();
  }

  private static String wanted(TypeMismatchException mismatch) {
    Class<?> type = Objects.requireNonNullElse(mismatch.getRequiredType(), Object.class);
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number in range";
      case "UUID" -> "an id as 0197a3c4-1c5e-7aa0-8000-0123456789ab";
      case "Duration" -> "an ISO-8601 duration as PT30S";
      case "boolean", "Boolean" -> "true or false";
      case "Instant" -> "a moment as 2001-06-30T12:00:00Z";
      default -> "what belongs here";
    };
  }
}
