package io.stoker.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The base addresses of one platform's servers: every one of them serves, so whoever meets one that
 * does not answer goes on with the next. Starts with the first. For any number of threads.
 */
public final class Servers {
  private final List<URI> addresses;
  private final AtomicInteger current = new AtomicInteger();

  private Servers(List<URI> addresses) {
    this.addresses = addresses;
  }

  /**
   * Reads what a person wrote.
   *
   * @param text addresses as {@code http://10.0.0.5:7700}, with commas between
   * @throws IllegalArgumentException with a sentence that quotes the wrong one
   */
  public static Servers of(String text) {
    return new Servers(Arrays.stream(text.split(",", -1)).map(Servers::address).toList());
  }

  /** The one to ask now. */
  public URI current() {
    return addresses.get(Math.floorMod(current.get(), addresses.size()));
  }

  /** One did not answer: the next is asked from now on, unless somebody has moved on already. */
  public void failed(URI address) {
    int now = current.get();
    if (addresses.get(Math.floorMod(now, addresses.size())).equals(address)) {
      current.compareAndSet(now, now + 1);
    }
  }

  /** All of them, at least one, in the order in which they were written. */
  public List<URI> all() {
    return addresses;
  }

  /** As {@link #of} reads it. */
  @Override
  public String toString() {
    return addresses.stream().map(URI::toString).collect(Collectors.joining(","));
  }

  private static URI address(String text) {
    try {
      URI url = new URI(text.strip());
      boolean plain = url.getRawQuery() == null && url.getRawUserInfo() == null;
      String path = url.getRawPath();
      if (isHttp(url) && plain && (path == null || path.isEmpty() || path.equals("/"))) {
        return new URI(url.getScheme(), url.getRawAuthority(), null, null, null);
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a server's address: write one like http://127.0.0.1:7700");
  }

  private static boolean isHttp(URI url) {
    return url.getHost() != null
        && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
  }
}
