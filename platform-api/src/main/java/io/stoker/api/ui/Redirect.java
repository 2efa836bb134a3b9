package io.stoker.api.ui;

import java.net.URI;
import org.springframework.http.HttpHeaders;

/** Where a page's redirect leads as it is seen from outside. */
final class Redirect {
  private Redirect() {}

  /**
   * Spark names its own host and port, and knows nothing of the path that it is seen below. What
   * would lead to another place leads to the first page.
   *
   * @param context path below which the pages are seen
   * @param location the value of {@link HttpHeaders#LOCATION}
   */
  static String below(String context, String location) {
    URI uri;
    try {
      uri = URI.create(location);
    } catch (IllegalArgumentException e) {
      return context + "/";
    }
    String host = uri.getHost();
    String path = uri.getRawPath();
    boolean own = uri.getRawAuthority() == null || "127.0.0.1".equals(host);
    if (!own || path == null || !path.startsWith("/")) {
      return context + "/";
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return (path.startsWith(context + "/") ? path : context + path) + query;
  }
}
