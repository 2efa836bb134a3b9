package io.stoker.spark.driver;

import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;

/**
 * Settings that Spark refuses while it starts: another attempt would meet them again. Spark has no
 * class for that; what tells is where in Spark it was thrown, and that nothing from outside, as a
 * port or a disk, had a part in it.
 */
public final class RefusedSettings {
  private static final String START = "org.apache.spark.SparkContext.<init>(";

  /** The same for what is of SQL, which is looked at when the first query is made. */
  private static final String SESSION = "org.apache.spark.sql.internal.SQLConf$.mergeSparkConf(";

  /** Here Spark talks to others, who may have reasons of their own. */
  private static final String CLUSTER = "org.apache.spark.scheduler.TaskSchedulerImpl.start(";

  private static final List<Class<?>> OF_SETTINGS =
      List.of(
          IllegalArgumentException.class,
          SparkException.class,
          ReflectiveOperationException.class,
          LinkageError.class,
          ClassCastException.class,
          ArithmeticException.class,
          NoSuchElementException.class);

  /** As the first line of a trace says it, with what py4j puts before it, or a later cause. */
  private static final Pattern THROWN =
      Pattern.compile("(?:: |Caused by: )([\\w.$]+)(?:: (.*))?", Pattern.DOTALL);

  private static final Pattern KEY =
      Pattern.compile("(?<![\\w./])spark(?:\\.[A-Za-z][A-Za-z0-9]*)+");

  private static final int SHORTEST_VALUE = 3;

  private RefusedSettings() {}

  /** An error or one of its causes; the type is empty when this JVM does not know it. */
  private record Thrown(Optional<? extends Class<?>> type, String message) {
    boolean isOfSettings() {
      return type.filter(it -> !UnresolvedAddressException.class.isAssignableFrom(it))
          .filter(it -> OF_SETTINGS.stream().anyMatch(known -> known.isAssignableFrom(it)))
          .isPresent();
    }

    String told() {
      boolean missing =
          type.filter(it -> it == ClassNotFoundException.class || it == NoClassDefFoundError.class)
              .isPresent();
      return missing ? "there is no class " + message.replace('/', '.') : message;
    }
  }

  /**
   * What an error means that a program did not catch.
   *
   * @param settings that the program was given
   */
  public static Optional<JobFailure> in(Throwable error, SparkConf settings) {
    List<Thrown> chain = new ArrayList<>();
    List<String> frames = new ArrayList<>();
    for (Throwable cause : Sentences.chain(error)) {
      chain.add(new Thrown(Optional.of(cause.getClass()), line(cause.getMessage())));
      Stream.of(cause.getStackTrace()).map(StackTraceElement::toString).forEach(frames::add);
    }
    return failure(chain, frames, settings, error);
  }

  /**
   * What a trace of Java means, as Python prints it.
   *
   * @param settings that the program was given
   */
  public static Optional<JobFailure> in(String trace, SparkConf settings) {
    List<String> lines = trace.lines().map(String::strip).toList();
    List<Thrown> chain =
        lines.stream()
            .map(THROWN::matcher)
            .filter(Matcher::matches)
            .map(it -> new Thrown(type(it.group(1)), line(it.group(2))))
            .toList();
    return failure(chain, lines, settings, null);
  }

  private static Optional<JobFailure> failure(
      List<Thrown> chain, List<String> frames, SparkConf settings, @Nullable Throwable error) {
    boolean starting = has(frames, START) && SparkContext$.MODULE$.getActive().isEmpty();
    if ((!starting && !has(frames, SESSION))
        || has(frames, CLUSTER)
        || chain.isEmpty()
        || !chain.stream().allMatch(Thrown::isOfSettings)) {
      return Optional.empty();
    }
    String told =
        chain.stream().map(Thrown::told).filter(it -> !it.isBlank()).reduce("", (a, b) -> b);
    String setting = named(chain, settings).map(key -> "the setting " + key).orElse("a setting");
    return Optional.of(
        new JobFailure(
            "SPARK_CONF_INVALID",
            "Spark refuses %s: %s. Correct it in the job's sparkConf, or in the program where that sets it."
                .formatted(setting, told.replaceAll("\\.$", "")),
            false,
            error));
  }

  private static boolean has(List<String> frames, String method) {
    return frames.stream().anyMatch(frame -> frame.contains(method));
  }

  /** By its name, or else by a value that Spark complains of. */
  private static Optional<String> named(List<Thrown> chain, SparkConf settings) {
    String all = String.join("\n", chain.stream().map(Thrown::message).toList());
    Matcher key = KEY.matcher(all);
    if (key.find()) {
      return Optional.of(key.group());
    }
    return Arrays.stream(settings.getAll())
        .filter(setting -> setting._2().length() >= SHORTEST_VALUE && all.contains(setting._2()))
        .map(setting -> setting._1())
        .sorted()
        .findFirst();
  }

  private static Optional<? extends Class<?>> type(String name) {
    try {
      return Optional.of(
          Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static String line(@Nullable String message) {
    return message == null
        ? ""
        : message.lines().filter(it -> !it.isBlank()).findFirst().orElse("").strip();
  }
}
