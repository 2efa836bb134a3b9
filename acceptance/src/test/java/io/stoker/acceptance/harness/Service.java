package io.stoker.acceptance.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A packaged service as one process that can be killed and started again with the same words. */
public final class Service {
  private static final long STOP_SECONDS = 30;

  /** The first compiler is enough for a minute of work, and leaves the cores to others. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final String name;
  private final List<String> command;
  private final Path output;
  private final Map<String, String> environment;
  private @Nullable Process process;

  /**
   * Describes the service of a jar without starting it.
   *
   * @param output file that takes what it prints, appended to at each start
   */
  Service(String name, Path jar, Path output, List<String> arguments) {
    this(name, jar, output, List.of(), arguments);
  }

  /** The same, with options for its JVM. */
  public Service(
      String name, Path jar, Path output, List<String> jvmOptions, List<String> arguments) {
    this(name, words(jar, jvmOptions, arguments), output, ownEnvironment());
  }

  /**
   * Describes a service of any command line.
   *
   * @param environment all of it
   */
  Service(String name, List<String> command, Path output, Map<String, String> environment) {
    this.name = name;
    this.output = output;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  /** A service of any command line, with the environment of these tests. */
  public static Service ofCommand(String name, List<String> command, Path output) {
    return new Service(name, command, output, ownEnvironment());
  }

  private static List<String> words(Path jar, List<String> jvmOptions, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(Packaged.java().toString(), "-Xmx384m"));
    words.addAll(SHORT_LIVED);
    words.addAll(jvmOptions);
    words.addAll(List.of("-jar", jar.toString()));
    words.addAll(arguments);
    return words;
  }

  private static Map<String, String> ownEnvironment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(key -> key.startsWith("STOKER_"));
    return environment;
  }

  public Service start() {
    if (isAlive()) {
      throw new IllegalStateException(name + " is running");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
    return this;
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public long pid() {
    return running().pid();
  }

  /** Of its last process, which has ended. */
  public int exitCode() {
    return running().exitValue();
  }

  /** SIGKILL: no goodbye, no clean-up. */
  public void kill() {
    end(Signal.KILL);
  }

  /** SIGTERM, as an administrator's stop. */
  public void stop() {
    end(Signal.TERM);
  }

  /** For the message of a condition that was not met. */
  public String lastWords() {
    try {
      String text = Files.exists(output) ? Files.readString(output) : "";
      return name + " printed last:\n" + text.substring(Math.max(0, text.length() - 4000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(Signal signal) {
    Process ending = running();
    signal.sendTo(ending.toHandle());
    try {
      if (!ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            name + " did not end within " + STOP_SECONDS + " s of SIG" + signal);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }
}
