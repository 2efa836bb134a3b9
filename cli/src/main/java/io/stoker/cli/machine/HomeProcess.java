package io.stoker.cli.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process that works for a home: it names the home in its command line or works in it. What it is
 * is read from the live process, so a number that was noted earlier and is another's by now
 * misleads nobody.
 */
record HomeProcess(ProcessHandle handle, String program, List<String> words) {
  private static final String SERVER_OPTION = "--stoker.home=";
  private static final String NODE_OPTION = "--stoker.node.home=";

  /** All of them but this command. */
  static List<HomeProcess> of(Home home) {
    return ProcessHandle.allProcesses()
        .map(HomeProcess::of)
        .filter(process -> process.isOurs() && process.belongsTo(home))
        .toList();
  }

  static HomeProcess of(ProcessHandle process) {
    Path name = link(process, "exe").getFileName();
    return new HomeProcess(process, name == null ? "" : name.toString(), commandLine(process));
  }

  /** A process that has ended and waits for its parent to notice has no program any more. */
  boolean isAlive() {
    return handle.isAlive() && of(handle).program.equals(program);
  }

  boolean isServerOf(Home home) {
    return program.equals("java") && words.contains(SERVER_OPTION + home);
  }

  /** The name of the node whose service this is. */
  Optional<String> nodeOf(Home home) {
    String option = NODE_OPTION + home.directory().resolve("nodes") + "/";
    return words.stream()
        .filter(word -> program.equals("java") && word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst();
  }

  /** The value of an option of the command line. */
  Optional<String> option(String name) {
    String option = "--" + name + "=";
    return words.stream()
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst();
  }

  String describe() {
    String command = String.join(" ", words);
    String shown = command.length() > 160 ? command.substring(0, 160) + "…" : command;
    return "pid %d: %s".formatted(handle.pid(), shown);
  }

  /** Editors and shells that look into the home are not ours, nor is another stoker command. */
  private boolean isOurs() {
    return switch (program) {
      case "java" -> words.stream().noneMatch(word -> word.startsWith("-Dstoker.root="));
      case "postgres" -> true;
      default -> words.size() > 1 && words.get(1).endsWith("/keep.sh");
    };
  }

  private boolean belongsTo(Home home) {
    return words.stream().anyMatch(word -> names(word, home.toString()))
        || link(handle, "cwd").startsWith(home.directory());
  }

  private static boolean names(String word, String home) {
    int at = word.indexOf(home);
    int end = at + home.length();
    return at >= 0 && (end == word.length() || word.charAt(end) == '/');
  }

  private static List<String> commandLine(ProcessHandle process) {
    try {
      byte[] bytes = Files.readAllBytes(file(process, "cmdline"));
      return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", 0));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The root directory when the process has ended or is another user's. */
  private static Path link(ProcessHandle process, String name) {
    try {
      return Files.readSymbolicLink(file(process, name));
    } catch (IOException e) {
      return Path.of("/");
    }
  }

  private static Path file(ProcessHandle process, String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }
}
