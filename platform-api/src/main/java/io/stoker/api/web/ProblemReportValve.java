package io.stoker.api.web;

import io.stoker.error.ErrorCode;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for requests that Tomcat refuses before any of our code sees them, in place of its HTML.
 * Public because Tomcat makes it by its name.
 */
public class ProblemReportValve extends ErrorReportValve {
  private static final Logger log = LoggerFactory.getLogger(ProblemReportValve.class);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable error) {
    if (response.getStatus() < 400 || response.getContentWritten() > 0) {
      return;
    }
    if (error != null) {
      log.error("{} {} failed", request.getMethod(), request.getRequestURI(), error);
    }
    ErrorCode code = Problems.codeOf(response.getStatus());
    try {
      Problems.write(request, response, code, StatusDetail.of(code));
      response.finishResponse();
    } catch (IOException e) {
      log.debug("The client of {} is gone", request.getRequestURI(), e);
    }
  }
}
