package io.stoker.acceptance.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * The tarball, unpacked on what might be a stranger's machine: no repository around it, an empty
 * HOME, and a PATH of the few commands of a plain Debian that it needs.
 */
public final class Distribution implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  /** What the scripts, the node and the embedded PostgreSQL call. */
  private static final List<String> COMMANDS =
      List.of(
          "bash", "sh", "dirname", "readlink", "sed", "find", "setsid", "kill", "unshare", "mv");

  private final Home home;
  private final Path logs;
  private final Path root;

  private Distribution(String name) throws IOException, InterruptedException {
    home = Home.create(name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-" + name));
    logs = Files.createDirectories(Packaged.REPORTS.resolve(home.resolve("").getFileName()));
    root = home.resolve("stoker");
    Files.createDirectories(root);
    Files.createDirectories(home.resolve("empty"));
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String command : COMMANDS) {
      Files.createSymbolicLink(bin.resolve(command), find(command));
    }
    new ProcessBuilder(
            "tar",
            "-xzf",
            Packaged.tarball().toString(),
            "--strip-components=1",
            "-C",
            root.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  public static Distribution unpack(String name) {
    try {
      return new Distribution(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** The unpacked directory. */
  public Path root() {
    return root;
  }

  /** A directory for what it runs with; everything of it ends and goes with this object. */
  public Home home() {
    return home;
  }

  /** A service of it; {@code words} begin with a path in it. */
  public Service service(String name, Map<String, String> variables, List<String> words) {
    return new Service(name, words, logs.resolve(name + ".out"), environment(variables));
  }

  /** What one of its commands printed, with both streams. */
  public String run(int exitCode, Map<String, String> variables, String... words) {
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment(variables));
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != exitCode) {
        throw new AssertionError(
            List.of(words) + " ended with " + process.exitValue() + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** Waits for a condition that holds as long as a service lives to bring it about. */
  public static void await(String what, Service service, Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(START)
          .pollInterval(Duration.ofMillis(200))
          .failFast("the service has ended", () -> !service.isAlive())
          .until(condition);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new IllegalStateException(what + ": not so. " + service.lastWords(), e);
    }
  }

  /** The API of its server, which has written its key by now. */
  public Api api(int port, Path serverHome) {
    try {
      String key = Files.readString(serverHome.resolve("run/admin.key")).strip();
      return new Api(URI.create("http://127.0.0.1:" + port), key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PATH", home.resolve("bin").toString());
    environment.put("HOME", home.resolve("empty").toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return environment;
  }

  private static Path find(String command) {
    for (String directory : List.of("/usr/bin", "/bin")) {
      Path file = Path.of(directory, command);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("There is no command " + command);
  }

  @Override
  public void close() {
    home.clear(logs);
  }
}
