package io.stoker.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Packaged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever meets a code finds it in {@code docs/troubleshooting.md}, and no other codes there. */
class CodesAreExplainedTest {
  private static final List<String> MODULES =
      List.of("job-service", "platform-api", "driver-launcher", "executor-node", "spark-runtime");

  /** A code is written in capitals in the sources; so are variables of the environment. */
  private static final Pattern LITERAL = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");

  private static final Pattern VARIABLE =
      Pattern.compile("(STOKER|JAVA)_.*|SPARK_(HOME|LOCAL_.*)|(HADOOP|YARN)_CONF_DIR");

  private static final Pattern CONSTANT =
      Pattern.compile("static final String [A-Z_]+ = \"([A-Z_]+)\"");

  private static final Pattern ENUM_CONSTANT = Pattern.compile("(?m)^  ([A-Z_]+)\\(");

  /** The first cell of a row may have several codes. */
  private static final Pattern FIRST_CELL =
      Pattern.compile("(?m)^\\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \\|");

  /** States, which the code names as text where no enum of its own reaches. */
  private static final Set<String> STATES = Set.of("RETRY_WAIT");

  @Test
  void everyCodeHasARowAndEveryRowACode() {
    Set<String> codes = new TreeSet<>();
    for (String source : sources()) {
      found(LITERAL, source).filter(code -> !VARIABLE.matcher(code).matches()).forEach(codes::add);
    }
    String domain = "job-service/src/main/java/io/stoker/";
    found(CONSTANT, read(domain + "run/Reason.java")).forEach(codes::add);
    found(CONSTANT, read(domain + "cluster/ProcessExit.java")).forEach(codes::add);
    found(CONSTANT, read(domain + "schedule/Policy.java")).forEach(codes::add);
    found(ENUM_CONSTANT, read(domain + "error/ErrorCode.java")).forEach(codes::add);
    codes.add("REQUIRED");
    codes.removeAll(STATES);
    assertThat(codes).as("found by the patterns").hasSizeGreaterThan(50);

    Set<String> explained = new TreeSet<>();
    found(FIRST_CELL, read("docs/troubleshooting.md"))
        .flatMap(cell -> Stream.of(cell.replace("`", "").split(", ")))
        .forEach(explained::add);
    assertThat(explained).isEqualTo(codes);
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
  }

  private static List<String> sources() {
    List<String> sources = new ArrayList<>();
    for (String module : MODULES) {
      Path directory = Packaged.REPOSITORY.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(directory)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(CodesAreExplainedTest::read)
            .forEach(sources::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  private static String read(String path) {
    return read(Packaged.REPOSITORY.resolve(path));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
