package io.stoker.api.ui;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.util.HtmlUtils;

/** What a problem is to a person in a browser. What may pass by itself is asked for again. */
final class ErrorPage {
  private static final int RETRY_AFTER = 3;

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">%s<title>%s</title></head>
      <body style="font-family: sans-serif; max-width: 45em; margin: 3em auto">
      <h1>%2$s</h1><p>%s</p><p><code>%s</code></p></body></html>
      """;

  private ErrorPage() {}

  static boolean isFor(HttpServletRequest request) {
    return Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "")
        .contains(MediaType.TEXT_HTML_VALUE);
  }

  static void write(StokerException error, HttpServletResponse response) throws IOException {
    ErrorCode code = error.code();
    boolean passes =
        code == ErrorCode.UI_NOT_READY
            || code == ErrorCode.UI_BUSY
            || code == ErrorCode.HISTORY_SERVER_WAITS
            || code == ErrorCode.NODE_TOO_SLOW;
    response.setStatus(code.status());
    response.setContentType(MediaType.TEXT_HTML_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    if (passes) {
      response.setIntHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }
    String again = passes ? "<meta http-equiv=\"refresh\" content=\"" + RETRY_AFTER + "\">" : "";
    response
        .getWriter()
        .write(
            PAGE.formatted(
                again,
                HtmlUtils.htmlEscape(code.title()),
                HtmlUtils.htmlEscape(error.getMessage()),
                code.name()));
  }
}
