package io.stoker.api.web;

import io.stoker.contract.Page;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a list request asks for: so many items, after the one whose key a token hides. A page token
 * names an item and not a position, so that items that come meanwhile shift nothing.
 *
 * @param size items of one page
 * @param after key of the last item of the page before; null for the first page
 */
public record Paging(int size, @Nullable String after) {
  private static final int DEFAULT_SIZE = 50;
  private static final int MAX_SIZE = 500;

  /**
   * Reads the query parameters {@code pageSize} and {@code pageToken}.
   *
   * @throws StokerException MALFORMED_REQUEST naming the wrong one
   */
  static Paging of(@Nullable String pageSize, @Nullable String pageToken) {
    return new Paging(size(pageSize), pageToken == null ? null : decoded(pageToken));
  }

  private static int size(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return DEFAULT_SIZE;
    }
    try {
      int size = Integer.parseInt(given.strip());
      if (size >= 1 && size <= MAX_SIZE) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw refused("pageSize", "INVALID", "must be a whole number from 1 to " + MAX_SIZE);
    }
    throw refused("pageSize", "OUT_OF_RANGE", "must be from 1 to " + MAX_SIZE);
  }

  /** What to ask the store for: one more than a page tells whether there is another page. */
  public int limit() {
    return size + 1;
  }

  /** The key of the item before this page, in its own type. */
  public <K> Optional<K> after(Function<String, K> parse) {
    try {
      return Optional.ofNullable(after).map(parse);
    } catch (IllegalArgumentException e) {
      throw badToken();
    }
  }

  /** The page of what the store found when it was asked for {@link #limit()}. */
  public <T, R> Page<R> page(List<T> found, Function<T, ?> key, Function<T, R> resource) {
    List<T> items = found.size() > size ? found.subList(0, size) : found;
    String next = found.size() > size ? encoded(key.apply(items.get(size - 1)).toString()) : null;
    return new Page<>(items.stream().map(resource).toList(), next);
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badToken();
    }
  }

  private static StokerException badToken() {
    return refused("pageToken", "INVALID", "must be the nextPageToken of the page before");
  }

  private static StokerException refused(String parameter, String code, String message) {
    return new StokerException(
        ErrorCode.MALFORMED_REQUEST,
        parameter + " " + message + ".",
        List.of(new Violation(parameter, code, message)));
  }
}
