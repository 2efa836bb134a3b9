package io.stoker.launcher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs the tests. */
final class Jvm {
  static final String EXECUTABLE =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Jvm() {}

  /**
   * Another JVM with the tests' class path. A build that was started in the background ignores
   * SIGINT, and so would everything below it: {@code env} gives the signals their meaning back.
   */
  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("env", "--default-signal", EXECUTABLE));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line).inheritIO().start();
  }
}
