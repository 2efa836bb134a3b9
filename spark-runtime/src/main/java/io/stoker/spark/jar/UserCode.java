package io.stoker.spark.jar;

import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.spark.driver.Sentences;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The classes of the job's own jars, told from Spark's and Java's. */
final class UserCode {
  private final List<UserProgram.Jar> jars;
  private final ClassLoader classes;

  UserCode(JarProgram program, ClassLoader classes) {
    this.jars = program.jars();
    this.classes = classes;
  }

  ClassLoader loader() {
    return classes;
  }

  /** Where in user code an error began: its topmost frame there, as {@code a.B.main (B.java:7)}. */
  Optional<String> place(Throwable error) {
    List<Throwable> chain = new ArrayList<>(Sentences.chain(error));
    Collections.reverse(chain);
    return chain.stream().flatMap(cause -> place(cause.getStackTrace()).stream()).findFirst();
  }

  /** The topmost frame in user code. */
  Optional<String> place(StackTraceElement[] stack) {
    return Stream.of(stack).filter(this::isOwn).findFirst().map(UserCode::text);
  }

  private boolean isOwn(StackTraceElement frame) {
    URL url = classes.getResource(frame.getClassName().replace('.', '/') + ".class");
    return url != null
        && jars.stream().anyMatch(jar -> url.toString().contains(jar.sha256() + ".jar!"));
  }

  private static String text(StackTraceElement frame) {
    String file = frame.getFileName();
    return frame.getClassName()
        + "."
        + frame.getMethodName()
        + (file == null ? "" : " (" + file + ":" + frame.getLineNumber() + ")");
  }
}
