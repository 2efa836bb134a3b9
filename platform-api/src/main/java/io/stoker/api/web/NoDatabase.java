package io.stoker.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLTransientConnectionException;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Tells the log of a request that found no database. An outage itself is told once, by whoever
 * noticed it: a line for each request would bury it.
 */
final class NoDatabase {
  private NoDatabase() {}

  static void tell(Logger log, HttpServletRequest request, Exception error) {
    boolean outage = error.getCause() instanceof SQLTransientConnectionException;
    log.atLevel(outage ? Level.DEBUG : Level.WARN)
        .log(
            "{} {}: no database: {}",
            request.getMethod(),
            request.getRequestURI(),
            error.toString());
  }
}
