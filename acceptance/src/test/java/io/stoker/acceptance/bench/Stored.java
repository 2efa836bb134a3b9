package io.stoker.acceptance.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import io.stoker.acceptance.bench.Facts.Attempt;
import io.stoker.acceptance.bench.Facts.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What lies in storage, against what the committed attempts' drivers say that they wrote. */
final class Stored {
  private final List<Testimony> witness;
  private final List<String> broken = new ArrayList<>();

  private Stored(List<Testimony> witness) {
    this.witness = witness;
  }

  static List<String> broken(
      List<Result> results, List<Attempt> attempts, List<Testimony> witness) {
    Stored stored = new Stored(witness);
    Map<Long, Attempt> byFence = attempts.stream().collect(toMap(Attempt::fence, it -> it));
    for (Result result : results) {
      stored.check(result, Objects.requireNonNull(byFence.get(result.fence())));
    }
    attempts.forEach(stored::checkLogs);
    return stored.broken;
  }

  private void check(Result result, Attempt attempt) {
    JsonNode manifest = JsonMapper.shared().readTree(result.manifest());
    if (!manifest.required("location").asString().equals(attempt.directory())) {
      broken.add(
          "I10: the manifest of %s lies in another attempt's directory".formatted(result.run()));
    }
    for (JsonNode file : manifest.required("files").values()) {
      check(attempt, file.required("path").asString(), file.required("bytes").asLong());
    }
  }

  private void check(Attempt attempt, String path, long bytes) {
    Path file = data(attempt).resolve(path);
    try {
      if (!Files.exists(file)) {
        broken.add("I10: %s is in a manifest and not there".formatted(file));
      } else if (Files.size(file) != bytes) {
        broken.add(
            "I10: %s has %d bytes, its manifest says %d".formatted(file, Files.size(file), bytes));
      } else if (hasWitness(attempt) && !written(attempt, path).equals(sha256(file))) {
        broken.add("I10: %s is not what its driver wrote".formatted(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spark itself tells no witness: then existence and size must do. */
  private boolean hasWitness(Attempt attempt) {
    return witness.stream().anyMatch(told -> told.fence() == attempt.fence());
  }

  private String written(Attempt attempt, String path) {
    return witness.stream()
        .filter(told -> told.fence() == attempt.fence() && told.what().equals("file"))
        .filter(told -> told.path().equals(path))
        .map(told -> told.line().required("sha256").asString())
        .findFirst()
        .orElse("nothing");
  }

  /** Segments are named by their first byte: a name that does not fit is a gap or a repeat. */
  private void checkLogs(Attempt attempt) {
    Path logs = data(attempt).resolveSibling("logs");
    for (Path stream :
        Leftovers.in(logs).stream().flatMap(it -> Leftovers.in(it).stream()).toList()) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (Path segment : Leftovers.in(stream)) {
        String name = segment.getFileName().toString();
        if (!name.endsWith(".log")) {
          continue;
        }
        if (Long.parseLong(name.substring(0, name.length() - 4)) != text.size()) {
          broken.add("I18: %s does not follow byte %d".formatted(segment, text.size()));
        }
        text.writeBytes(bytes(segment));
      }
      checkLines(attempt, stream, text.toString(UTF_8));
    }
  }

  /** A stand-in driver says each place once. */
  private void checkLines(Attempt attempt, Path stream, String text) {
    List<String> lines = text.lines().toList();
    if (hasWitness(attempt) && lines.stream().distinct().count() != lines.size()) {
      broken.add("I18: %s has lines twice: %s".formatted(stream, lines));
    }
  }

  private static Path data(Attempt attempt) {
    return Path.of(URI.create(attempt.directory()));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Path file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
