package io.stoker.launcher;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command line as Java's launcher reads it from a file ({@code java @file}), options, main class
 * and arguments: everybody on the machine sees a command line, and a program's arguments may be
 * meant for it alone.
 */
final class ArgumentFile {
  private ArgumentFile() {}

  static String of(List<String> arguments) {
    return arguments.stream().map(ArgumentFile::quoted).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String quoted(String argument) {
    String escaped =
        argument
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
            .replace("\f", "\\f");
    return "\"" + escaped + "\"";
  }
}
