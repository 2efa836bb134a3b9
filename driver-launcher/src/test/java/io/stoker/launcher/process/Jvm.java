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

  /** Another JVM with the tests' class path. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(EXECUTABLE, "-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line).inheritIO().start();
  }
}
