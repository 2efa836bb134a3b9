package io.stoker.api.ui;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.net.URI;
import org.springframework.http.HttpHeaders;

/** Where a page's redirect leads as it is seen from outside. */
final class Redirect {
  private static final int LONGEST = 200;

  private Redirect() {}

  /**
   * Spark names its own host and port, and knows nothing of the path that it is seen below. What
   * leads to another place is no page of ours: YARN sends all there that does not come through its
   * own proxy.
   *
   * @param context path below which the pages are seen
   * @param location the value of {@link HttpHeaders#LOCATION}
   * @throws StokerException UI_NOT_AVAILABLE when it leads to another place
   */
  static String below(String context, String location) {
    URI uri;
    try {
      uri = URI.create(location);
    } catch (IllegalArgumentException e) {
      throw elsewhere(location);
    }
    String host = uri.getHost();
    String path = uri.getRawPath();
    boolean own = uri.getRawAuthority() == null || "127.0.0.1".equals(host);
    if (!own || path == null || !path.startsWith("/")) {
      throw elsewhere(location);
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return (path.startsWith(context + "/") ? path : context + path) + query;
  }

  private static StokerException elsewhere(String location) {
    return new StokerException(
        ErrorCode.UI_NOT_AVAILABLE,
        "The driver sends its viewers to another place, as one on YARN does: its cluster may show the UI at %s."
            .formatted(location.length() > LONGEST ? location.substring(0, LONGEST) : location));
  }
}
