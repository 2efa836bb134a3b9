package io.stoker.job;

import io.stoker.error.Violation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an input may lie: an absolute path, or a URI whose file system a node can read. Patterns as
 * {@code *} and {@code {a,b}} are Hadoop's to understand, so this does not parse a strict URI.
 */
final class InputPath {
  private static final Pattern URI =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://([^/]*))?(.*)", Pattern.DOTALL);

  private InputPath() {}

  /** A finding that does not know yet which input it is about. */
  record Problem(String code, String message) {
    Violation at(String pointer) {
      return new Violation(pointer, code, message);
    }
  }

  static Optional<Problem> problem(String path) {
    if (path.isBlank()) {
      return found("REQUIRED", "is required: an absolute path or a URI as file:///data/in.parquet");
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      return found("INVALID_PATH", "must not contain control characters");
    }
    Matcher uri = URI.matcher(path);
    return uri.matches()
        ? problemOfUri(
            uri.group(1).toLowerCase(Locale.ROOT),
            uri.group(2) == null ? "" : uri.group(2),
            uri.group(3))
        : problemOfPath(path);
  }

  private static Optional<Problem> problemOfUri(String scheme, String authority, String path) {
    if (authority.contains("@")) {
      return found("INVALID_PATH", "must not contain credentials");
    }
    return switch (scheme) {
      case "file" ->
          authority.isEmpty()
              ? problemOfPath(path)
              : found(
                  "INVALID_PATH",
                  "names the host \"" + authority + "\"; write file:/// with three slashes");
      case "hdfs" -> problemOfPath(path);
      case "s3a", "s3", "abfss", "gs" ->
          found(
              "NOT_SUPPORTED_YET",
              "is on " + scheme + ", which is not built yet; use file or hdfs");
      default -> found("INVALID_PATH", "must have the scheme file or hdfs, but has " + scheme);
    };
  }

  private static Optional<Problem> problemOfPath(String path) {
    if (!path.startsWith("/")) {
      return found("INVALID_PATH", "must be absolute, as /data/in.parquet");
    }
    return Arrays.asList(path.split("/", -1)).contains("..")
        ? found("INVALID_PATH", "must not contain ..")
        : Optional.empty();
  }

  private static Optional<Problem> found(String code, String message) {
    return Optional.of(new Problem(code, message));
  }
}
