package io.stoker.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where programs' packages may come from: what drivers load is code, so the platform's admin names
 * who may be asked for it.
 *
 * @param urls each with a slash at its end, asked in this order; {@link #CENTRAL} stands for Maven
 *     Central
 */
public record PackageRepositories(List<String> urls) {
  public static final String CENTRAL = "central";

  private static final Set<String> SCHEMES = Set.of("https", "file");

  /**
   * Reads a list with commas between; an empty one names none.
   *
   * @throws IllegalArgumentException naming what is no such URL
   */
  public static PackageRepositories of(String text) {
    return new PackageRepositories(
        Stream.of(text.split(",", -1))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .map(PackageRepositories::checked)
            .distinct()
            .toList());
  }

  /** Those of a job that are still allowed; all that are when it names none. */
  public List<String> of(JobSpec.Packages packages) {
    return packages.repositories().isEmpty()
        ? urls
        : packages.repositories().stream().filter(urls::contains).toList();
  }

  /** As it is written or with a slash at its end: the same repository. */
  static String whole(String text) {
    return text.equals(CENTRAL) || text.endsWith("/") ? text : text + "/";
  }

  private static String checked(String text) {
    String whole = whole(text);
    if (whole.equals(CENTRAL)) {
      return whole;
    }
    try {
      URI url = new URI(whole);
      if (!url.isAbsolute()
          || url.isOpaque()
          || !SCHEMES.contains(url.getScheme())
          || url.getRawUserInfo() != null
          || url.getRawQuery() != null
          || url.getRawFragment() != null
          || (url.getScheme().equals("https") && url.getHost() == null)) {
        throw wrong(text);
      }
      return whole;
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no repository: name central, and https or file URLs without user, '?' and '#', with commas between");
  }
}
