package io.stoker.api.web;

import io.stoker.access.Caller;
import io.stoker.access.Token;
import io.stoker.access.UiSessions;
import io.stoker.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a browser in that comes without an Authorization header: with the ticket of a link, which
 * becomes a cookie, and then with that cookie. Both open the Spark UI of one run, for reading.
 */
class UiSessionFilter extends OncePerRequestFilter {
  static final String COOKIE = "stoker_ui";

  private static final Logger log = LoggerFactory.getLogger(UiSessionFilter.class);
  private static final String TICKET = "ticket";

  /**
   * A redirect would be followed without the cookie when the link stood on another site: the cookie
   * is for what this site itself leads to.
   */
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=%1$s">
      <title>Spark UI</title></head><body><a href="%1$s">Spark UI</a></body></html>
      """;

  private final UiSessions sessions;
  private final CallerContext context;

  UiSessionFilter(UiSessions sessions, CallerContext context) {
    this.sessions = sessions;
    this.context = context;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
      chain.doFilter(request, response);
      return;
    }
    try {
      Optional<Caller> viewer = cookie(request).flatMap(sessions::viewer);
      UUID run = request.getMethod().equals("GET") ? runOf(request) : null;
      // a link that is opened again by whom it let in is spent, and leads on all the same
      boolean isIn = run != null && viewer.equals(Optional.of(new Caller.Viewer(run)));
      String ticket = run == null || isIn ? null : request.getParameter(TICKET);
      if (run != null && ticket != null) {
        open(new Token(ticket), run, request, response);
        return;
      }
      viewer.ifPresent(caller -> context.remember(caller, request, response));
    } catch (DataAccessException e) {
      NoDatabase.tell(log, request, e);
      Problems.write(request, response, ErrorCode.UNAVAILABLE, StatusDetail.NO_DATABASE);
      return;
    }
    chain.doFilter(request, response);
  }

  /** Of the path that a link names; null for the pages below it, whose parameters are Spark's. */
  private static @Nullable UUID runOf(HttpServletRequest request) {
    String[] parts = request.getRequestURI().split("/", -1);
    try {
      return parts.length == 6 ? UUID.fromString(parts[4]) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void open(
      Token ticket, UUID run, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<UiSessions.Opened> opened = sessions.open(ticket, run);
    if (opened.isEmpty()) {
      Problems.write(
          request,
          response,
          ErrorCode.UNAUTHENTICATED,
          "This link was used already or is too old: POST /api/v1/runs/%s/ui-sessions makes another."
              .formatted(run));
      return;
    }
    String pages = request.getRequestURI();
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, opened.get().token().text())
            .path(pages)
            .maxAge(opened.get().left())
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Strict")
            .build()
            .toString());
    response.setHeader("Referrer-Policy", "no-referrer");
    // earlier versions of the console kept its key there
    response.setHeader("Clear-Site-Data", "\"storage\"");
    response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=utf-8");
    response.getWriter().write(PAGE.formatted(pages + "/"));
  }

  private static Optional<Token> cookie(HttpServletRequest request) {
    Cookie[] cookies = Objects.requireNonNullElse(request.getCookies(), new Cookie[0]);
    return Arrays.stream(cookies)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(cookie -> new Token(cookie.getValue()))
        .findFirst();
  }
}
