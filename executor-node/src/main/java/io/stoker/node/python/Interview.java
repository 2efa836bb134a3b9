package io.stoker.node.python;

import io.stoker.contract.cluster.NodePython;
import io.stoker.launcher.PythonInterpreter;
import io.stoker.launcher.SparkRuntime;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks an interpreter, once, who it is and which packages it has. */
final class Interview {
  /** Each answer is a line of its own, so that what packages print does no harm. */
  private static final String QUESTIONS =
      """
      import sys
      def say(key, value):
          sys.stdout.write("stoker:%s=%s\\n" % (key, " ".join(str(value).split())))
          sys.stdout.flush()
      say("version", "%d.%d.%d" % sys.version_info[:3])
      try:
          import pyspark
          say("pyspark", pyspark.__version__)
          import py4j.version
          say("py4j", py4j.version.__version__)
      except BaseException as e:
          say("problem", "%s: %s" % (type(e).__name__, e))
      """;

  private static final Pattern ANSWER = Pattern.compile("stoker:(\\w+)=(.*)");
  private static final Pattern MINOR = Pattern.compile("(\\d+\\.\\d+)\\b.*");
  private static final int MOST_OUTPUT = 64 * 1024;
  private static final int LONGEST = 500;

  private final Path interpreter;
  private final SparkRuntime spark;
  private final Path directory;
  private final Duration patience;

  /**
   * Nothing is asked yet.
   *
   * @param directory for what it prints
   */
  Interview(Path interpreter, SparkRuntime spark, Path directory, Duration patience) {
    this.interpreter = interpreter;
    this.spark = spark;
    this.directory = directory;
    this.patience = patience;
  }

  NodePython answer() throws InterruptedException {
    try {
      PrivateFiles.createDirectories(directory);
      Path output = directory.resolve("probe.out");
      Command command = PythonInterpreter.evaluate(interpreter, spark, QUESTIONS);
      Integer code = run(command, output.toFile());
      String text = head(output);
      return code == null
          ? none(Map.of(), "it did not answer within " + patience.toSeconds() + " s")
          : judged(code, text);
    } catch (IOException | RuntimeException e) {
      return none(Map.of(), "it could not be asked: " + e.getMessage());
    }
  }

  private NodePython judged(int code, String text) {
    Map<String, String> answers =
        text.lines()
            .map(ANSWER::matcher)
            .filter(Matcher::matches)
            .collect(Collectors.toMap(m -> m.group(1), m -> shortened(m.group(2)), (a, b) -> b));
    String version = answers.get("version");
    if (version == null || code != 0) {
      String last = text.lines().reduce("nothing", (before, line) -> line);
      return none(
          answers, "it ended with exit code %d and said %s".formatted(code, shortened(last)));
    }
    String problem = answers.get("problem");
    if (problem != null) {
      return none(
          answers,
          "it has Python %s but not the packages (%s): install pyspark==%s"
              .formatted(version, problem, spark.sparkVersion()));
    }
    String pyspark = answers.getOrDefault("pyspark", "");
    if (!minor(pyspark).equals(minor(spark.sparkVersion()))) {
      return none(
          answers,
          "it has pyspark %s, and the node Spark %s: install pyspark==%2$s"
              .formatted(pyspark, spark.sparkVersion()));
    }
    return python("READY", answers, null);
  }

  private NodePython none(Map<String, String> answers, String problem) {
    return python("NONE", answers, interpreter + ": " + problem);
  }

  private NodePython python(String state, Map<String, String> answers, @Nullable String problem) {
    return new NodePython(
        state,
        interpreter.toString(),
        answers.get("version"),
        answers.get("pyspark"),
        answers.get("py4j"),
        problem);
  }

  private static String minor(String version) {
    Matcher matcher = MINOR.matcher(version);
    return matcher.matches() ? matcher.group(1) : version;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }

  /** Null when it did not end in time; then it is ended, with what it has started. */
  private @Nullable Integer run(Command command, File output)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true).redirectOutput(output);
    Process process = builder.start();
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
          ? (Integer) process.exitValue()
          : null;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
    }
  }

  private static String head(Path output) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
    }
  }
}
