package io.stoker.cli;

import io.stoker.cli.machine.Installation;
import io.stoker.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The command as a person uses it, over an installation whose services are stand-ins. */
final class Stoker {
  private final Installation installation;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  Stoker(Path root) throws IOException {
    installation = new Installation(root, "./stoker");
    jar(root.resolve("platform-api/target/platform-api-0-exec.jar"));
    jar(root.resolve("executor-node/target/executor-node-0-exec.jar"));
    Files.createDirectories(root.resolve("spark-runtime/target/spark"));
  }

  int run(String... words) {
    out.reset();
    errors.reset();
    return Main.run(
        List.of(words),
        installation,
        new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  Installation installation() {
    return installation;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void jar(Path file) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, classPath());
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }
}
