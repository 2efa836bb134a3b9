package io.stoker.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toCollection;

import io.stoker.acceptance.harness.Home;
import io.stoker.acceptance.harness.HomeProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the secrets of a home's processes, and every place where one of them shows. */
final class Secrets {
  /** Bearer tokens of every kind, known by their prefix. */
  private static final Pattern TOKEN =
      Pattern.compile("(?<![A-Za-z0-9_])st[unajvs]_[A-Za-z0-9_-]{40,}");

  private static final Pattern IN_ENVIRONMENT =
      Pattern.compile("(?:_SPARK_AUTH_SECRET|STOKER_ATTEMPT_TOKEN)=(\\S+)");

  /** Secrets that processes got through their environment. */
  static Set<String> handedTo(List<HomeProcesses.Seen> processes) {
    return processes.stream()
        .map(seen -> IN_ENVIRONMENT.matcher(seen.environment()))
        .flatMap(Matcher::results)
        .map(found -> found.group(1))
        .collect(toCollection(TreeSet::new));
  }

  /** Whether a text shows any token, or one of the given secrets. */
  static boolean showsIn(String text, Set<String> secrets) {
    return TOKEN.matcher(text).find() || secrets.stream().anyMatch(text::contains);
  }

  /** Files of a home that hold a secret and that others than their owner could read. */
  static List<Path> readableFilesWith(Set<String> secrets, Home home) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve(""))) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.startsWith(home.resolve("postgres")))
          .filter(file -> showsIn(text(file), secrets) && !ownerOnly(file))
          .toList();
    }
  }

  private static boolean ownerOnly(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith("------");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Empty when the file has gone meanwhile. */
  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private Secrets() {}
}
