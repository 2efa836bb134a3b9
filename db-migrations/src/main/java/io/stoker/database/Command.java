package io.stoker.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command line of PostgreSQL's programs, which refuse to run as root. */
final class Command {
  private final List<String> words = new ArrayList<>();

  private Command(List<String> words) {
    this.words.addAll(words);
  }

  /**
   * Root runs it in a user namespace where it is nobody, while its files stay root's: no second
   * account is needed.
   */
  static Command unprivileged(List<String> words) {
    var command = new Command(isRoot() ? List.of("unshare", "-U") : List.of());
    command.words.addAll(words);
    return command;
  }

  static Command signal(long pid, String signal) {
    return new Command(List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, "" + pid));
  }

  /** Runs to the end and returns what it wrote. */
  String run(String input) {
    ProcessBuilder builder = builder(words).redirectErrorStream(true);
    try {
      Process process = builder.start();
      try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
        stdin.write(input);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw failed("exit code %d: %s".formatted(exitCode, output.strip()), null);
      }
      return output;
    } catch (IOException e) {
      throw failed(e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    }
  }

  /** Starts it in a session of its own with its streams on a file, so that it outlives this JVM. */
  Process detach(Path log) {
    List<String> detached = new ArrayList<>(List.of("setsid"));
    detached.addAll(words);
    try {
      return builder(detached)
          .redirectInput(new File("/dev/null"))
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw failed(e.toString(), e);
    }
  }

  private DatabaseException failed(String why, @Nullable Throwable cause) {
    String hint =
        words.get(0).equals("unshare")
            ? " (As root, PostgreSQL needs user namespaces: if `unshare -U true` fails, run Stoker"
                + " as an ordinary user or set stoker.database.url.)"
            : "";
    return new DatabaseException("Command %s failed: %s%s".formatted(words, why, hint), cause);
  }

  private static ProcessBuilder builder(List<String> words) {
    var builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
