package io.stoker.api.web;

import io.stoker.access.Caller;
import io.stoker.access.Callers;
import io.stoker.access.Token;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls; a request without a credential goes on as anonymous. */
class BearerFilter extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(BearerFilter.class);
  private static final String SCHEME = "Bearer ";

  private final Callers callers;
  private final CallerContext context;

  BearerFilter(Callers callers, CallerContext context) {
    this.callers = callers;
    this.context = context;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<Caller> caller = callerOrAnswer(request, response);
    if (caller.isPresent()) {
      context.remember(caller.get(), request, response);
      chain.doFilter(request, response);
    }
  }

  private Optional<Caller> callerOrAnswer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      return Optional.of(callers.of(token(request.getHeader(HttpHeaders.AUTHORIZATION))));
    } catch (StokerException e) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
      Problems.write(response, Problems.of(e, Problems.path(request)));
    } catch (DataAccessException e) {
      NoDatabase.tell(log, request, e);
      Problems.write(request, response, ErrorCode.UNAVAILABLE, StatusDetail.NO_DATABASE);
    }
    return Optional.empty();
  }

  private static Token token(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new StokerException(
          ErrorCode.UNAUTHENTICATED,
          "The Authorization header must be \"Bearer\", a blank and the credential.");
    }
    return new Token(header.substring(SCHEME.length()).strip());
  }
}
