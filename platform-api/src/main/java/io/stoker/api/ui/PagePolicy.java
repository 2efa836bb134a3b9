package io.stoker.api.ui;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;

/**
 * What a browser lets Spark's pages do, which may be a program's own: use what is below their run's
 * address. It cannot keep them from leading somewhere else.
 */
final class PagePolicy {
  private static final String POLICY =
      "default-src %1$s; script-src %1$s 'unsafe-inline'; style-src %1$s 'unsafe-inline';"
          + " img-src %1$s data:; worker-src 'none'; object-src 'none'; frame-ancestors 'none';"
          + " form-action %1$s; base-uri 'none'";

  /** What a policy can name: an address of IPv6 it cannot. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+");

  private PagePolicy() {}

  /** In addition to Spark's own policy: a browser keeps to both. */
  static void add(String context, HttpServletRequest request, HttpServletResponse response) {
    response.addHeader("Content-Security-Policy", POLICY.formatted(source(context, request)));
    response.setHeader("Referrer-Policy", "no-referrer");
    // whose page opens another run's does not get hold of it
    response.setHeader("Cross-Origin-Opener-Policy", "noopener-allow-popups");
  }

  /** Without a scheme it is that of the page, also behind a proxy that ends TLS. */
  private static String source(String context, HttpServletRequest request) {
    String host = request.getServerName();
    int port = request.getServerPort();
    boolean usual = port == (request.isSecure() ? 443 : 80);
    return HOST.matcher(host).matches()
        ? host + (usual ? "" : ":" + port) + context + "/"
        : "'self'";
  }
}
