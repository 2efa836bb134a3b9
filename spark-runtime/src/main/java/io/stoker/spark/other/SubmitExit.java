package io.stoker.spark.other;

import io.stoker.spark.driver.JobFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What it means that another Spark's submit did not end with 0. */
final class SubmitExit {
  /** Of a JVM without heap ({@code ExitOnOutOfMemoryError}), or of a program that likes it. */
  private static final int OUT_OF_MEMORY = 3;

  private static final int SIGNALLED = 128;

  /** How a JVM begins to say what nothing caught. */
  private static final String UNCAUGHT = "Exception in thread ";

  private static final int TAIL = 64 * 1024;
  private static final int LONGEST = 2_000;

  private SubmitExit() {}

  /** Want of memory, and signals: the node knows who sent them. */
  static boolean isNodesToExplain(int code) {
    return code == OUT_OF_MEMORY || code > SIGNALLED;
  }

  /**
   * For the platform.
   *
   * @param spark which one, for people
   * @param stderr what it wrote
   */
  static JobFailure failure(int code, String spark, Path stderr) {
    return new JobFailure(
        "PROGRAM_EXITED",
        "The program, which ran in %s, ended with exit code %d%s. It ends well with exit code 0."
            .formatted(spark, code, told(stderr)),
        true,
        null);
  }

  private static String told(Path stderr) {
    List<String> lines = tail(stderr).lines().filter(line -> !line.isBlank()).toList();
    String last =
        lines.isEmpty() ? "" : "; it wrote last: " + shortened(lines.get(lines.size() - 1));
    return lines.stream()
        .filter(line -> line.startsWith(UNCAUGHT))
        .reduce((a, b) -> b)
        .map(line -> ": " + shortened(line))
        .orElse(last);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }

  private static String tail(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(Math.max(0, in.length() - TAIL));
      byte[] bytes = new byte[TAIL];
      int read = Math.max(0, in.read(bytes));
      return new String(bytes, 0, read, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
