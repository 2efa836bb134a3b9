package io.stoker.api.web;

import io.stoker.contract.Problem;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns whatever a controller, or Spring on the way to it, throws into a problem. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  @ExceptionHandler
  ResponseEntity<Problem> refused(StokerException error, HttpServletRequest request) {
    HttpHeaders headers = new HttpHeaders();
    error
        .retryAfter()
        .ifPresent(seconds -> headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    return answer(Problems.of(error, Problems.path(request)), headers);
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    CannotCreateTransactionException.class,
    TransactionSystemException.class
  })
  ResponseEntity<Problem> unavailable(Exception error, HttpServletRequest request) {
    NoDatabase.tell(log, request, error);
    return answer(
        Problems.of(
            ErrorCode.UNAVAILABLE, StatusDetail.NO_DATABASE, Problems.path(request), List.of()),
        new HttpHeaders());
  }

  /** Of an answer that cannot be finished: the web server cuts its connection. */
  @ExceptionHandler
  void brokenOff(CloseNowException error) throws CloseNowException {
    throw error;
  }

  @ExceptionHandler
  ResponseEntity<Problem> unexpected(Exception error, HttpServletRequest request) {
    if (DisconnectedClientHelper.isClientDisconnectedException(error)) {
      log.debug("The client of {} is gone", request.getRequestURI(), error);
      return ResponseEntity.internalServerError().build();
    }
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
            SpringRefusals.detail(error, servletRequest, status.value()),
            Problems.path(servletRequest),
            SpringRefusals.violations(error));
    return widened(answer(problem, headers));
  }

  private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(problem.status())
            .headers(headers)
            .contentType(MediaType.parseMediaType(Problems.MEDIA_TYPE));
    Problems.retryAfter(problem)
        .ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    return answer.body(problem);
  }

  private static ResponseEntity<Object> widened(ResponseEntity<Problem> answer) {
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .body((Object) answer.getBody());
  }
}
