package io.stoker.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A master that is not Stoker: it runs the tasks of a job, whose driver a node starts and watches
 * all the same.
 *
 * @param url as Spark writes it
 * @param sparkHome directory of the Spark distribution that the driver runs from; null when its
 *     node's own
 */
public record OtherMaster(
    String url, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sparkHome) {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|[1-9]\\d{0,3})(,.*)?])?");
  private static final Pattern FAILURES = Pattern.compile(",[1-9]\\d{0,2}");
  private static final int HIGHEST_PORT = 65_535;
  private static final String PORT = ":[1-9]\\d{0,4}";
  private static final String HOST = "(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])";
  private static final Pattern STANDALONE =
      Pattern.compile("spark://%1$s%2$s(?:,%1$s%2$s){0,9}".formatted(HOST, PORT));
  private static final Pattern KUBERNETES =
      Pattern.compile("k8s://(?:https?://)?%s(?:%s)?(?:/[A-Za-z0-9._~/-]*)?".formatted(HOST, PORT));

  /** What stands behind it. */
  public enum Kind {
    /** Threads of the driver itself. */
    LOCAL,
    STANDALONE,
    YARN,
    KUBERNETES
  }

  /** What a URL names; empty when no master that Spark knows. */
  static Optional<Kind> kindOf(String url) {
    Matcher local = LOCAL.matcher(url);
    if (local.matches()) {
      String failures = local.group(2);
      return failures == null || FAILURES.matcher(failures).matches()
          ? Optional.of(Kind.LOCAL)
          : Optional.empty();
    }
    if (STANDALONE.matcher(url).matches()) {
      return Stream.of(url.substring("spark://".length()).split(","))
              .allMatch(OtherMaster::isAddress)
          ? Optional.of(Kind.STANDALONE)
          : Optional.empty();
    }
    if (url.equals("yarn")) {
      return Optional.of(Kind.YARN);
    }
    return KUBERNETES.matcher(url).matches() ? Optional.of(Kind.KUBERNETES) : Optional.empty();
  }

  /** Whether Spark can read it, which takes what Java takes for a host and a port. */
  private static boolean isAddress(String address) {
    try {
      URI uri = new URI("spark://" + address);
      return uri.getHost() != null && uri.getPort() <= HIGHEST_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  public Kind kind() {
    return kindOf(url).orElseThrow();
  }

  /** The threads that a local master names; empty when as many as its driver has cores. */
  OptionalInt threads() {
    Matcher local = LOCAL.matcher(url);
    if (!local.matches()) {
      throw new IllegalStateException(url + " is not local");
    }
    String threads = local.group(1);
    if (threads == null) {
      return OptionalInt.of(1);
    }
    return threads.equals("*") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(threads));
  }

  /** What Spark is told: it would take {@code *} for all cores of the machine. */
  public String effectiveUrl(JobSpec.Driver driver) {
    return kind() == Kind.LOCAL ? url.replace("*", "" + driver.coresMilli() / 1000) : url;
  }
}
