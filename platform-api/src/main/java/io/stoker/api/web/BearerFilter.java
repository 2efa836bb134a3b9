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
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls; a request without a credential goes on as anonymous. */
class BearerFilter extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(BearerFilter.class);
  private static final String SCHEME = "Bearer ";

  private final Callers callers;
  private final SecurityContextRepository contexts;

  BearerFilter(Callers callers, SecurityContextRepository contexts) {
    this.callers = callers;
    this.contexts = contexts;
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
      remember(caller.get(), request, response);
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

  /** In the request too, from where the second half of an asynchronous answer takes it. */
  private void remember(Caller caller, HttpServletRequest request, HttpServletResponse response) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new PreAuthenticatedAuthenticationToken(caller, null, List.of()));
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
  }
}
