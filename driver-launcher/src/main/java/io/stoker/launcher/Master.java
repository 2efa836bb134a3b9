package io.stoker.launcher;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs the tasks of a driver.
 *
 * @param other as its run's settings name it; null when that is the platform
 */
record Master(@Nullable String other) {
  static final String SETTING = "spark.master";

  private static final String YARN = "yarn";

  /** Where Hadoop's settings are; the node's service is told so by its own environment. */
  private static final Map<String, String> HADOOP =
      Stream.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")
          .filter(name -> System.getenv(name) != null)
          .collect(Collectors.toUnmodifiableMap(name -> name, System::getenv));

  static Master of(Map<String, String> settings) {
    return new Master(settings.get(SETTING));
  }

  boolean isOther() {
    return other != null;
  }

  /** Whether there are executors that no node of the platform starts. */
  boolean hasExecutorsElsewhere() {
    return other != null && !other.startsWith("local");
  }

  Map<String, String> environment() {
    return YARN.equals(other) ? HADOOP : Map.of();
  }

  /** What follows Spark's jars. */
  String classPath() {
    return environment().values().stream().sorted().map(":"::concat).collect(Collectors.joining());
  }
}
