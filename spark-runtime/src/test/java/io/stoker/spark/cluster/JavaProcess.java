package io.stoker.spark.cluster;

import java.nio.file.Path;
import java.util.List;

/** How tests start a JVM of their own class path. */
final class JavaProcess {
  private JavaProcess() {}

  /** Without the optimizing compiler: none lives long enough to gain by it. */
  static List<String> java() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-XX:TieredStopAtLevel=1");
  }

  static String logging() {
    return "-Dlog4j2.configurationFile=" + Path.of("src/main/conf/log4j2.properties").toUri();
  }

  /** Both streams of the process go to {@code name.log}. */
  static ProcessBuilder builder(List<String> command, Path directory, String name) {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(name + ".log").toFile());
  }
}
