package io.stoker.api.web;

import io.stoker.error.ErrorCode;
import io.stoker.error.Violation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Says in our words why Spring MVC refused a request before it came to a controller. */
final class SpringRefusals {
  private SpringRefusals() {}

  static String detail(Exception error, HttpServletRequest request, int status) {
    List<Violation> violations = violations(error);
    if (!violations.isEmpty()) {
      return violations.get(0).pointer() + " " + violations.get(0).message() + ".";
    }
    if (error instanceof HttpRequestMethodNotSupportedException method) {
      String[] supported = Objects.requireNonNullElse(method.getSupportedMethods(), new String[0]);
      return request.getMethod()
          + " is not possible here; use "
          + String.join(", ", supported)
          + ".";
    }
    if (error instanceof HttpMediaTypeNotSupportedException type) {
      return contentType(type);
    }
    if (error instanceof HttpMediaTypeNotAcceptableException) {
      return "The Accept header admits nothing that is served here; accept application/json.";
    }
    if (error instanceof HttpMessageNotReadableException unreadable) {
      return JsonErrors.detail(unreadable);
    }
    ErrorCode code = Problems.codeOf(status);
    return code == ErrorCode.NOT_FOUND
        ? "Nothing is served at " + Problems.path(request) + ". The API's console is at /."
        : StatusDetail.of(code);
  }

  /** The wrong parameter or header, when it is one. */
  static List<Violation> violations(Exception error) {
    if (error instanceof MethodArgumentTypeMismatchException mismatch) {
      String message = "is \"" + mismatch.getValue() + "\", which is not " + wanted(mismatch);
      return List.of(new Violation(mismatch.getName(), "WRONG_TYPE", message));
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

  private static String contentType(HttpMediaTypeNotSupportedException error) {
    return "The body's Content-Type is "
        + (error.getContentType() == null ? "missing" : error.getContentType())
        + "; send "
        + MediaType.toString(error.getSupportedMediaTypes())
        + ".";
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
