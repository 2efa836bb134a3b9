package io.stoker.spark.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The error that ended a program, as Python prints it: frames, each with its line of source below
 * it, and after them the error, which may go on for several lines.
 *
 * @param place the innermost frame in the program's own files, as {@code counts.py, line 7}; else
 *     the innermost of all
 * @param error its lines, the first with the error's type
 */
record Traceback(String place, List<String> error) {
  private static final Pattern FRAME = Pattern.compile("\\s+File \"(.+)\", line (\\d+).*");
  private static final Pattern TYPE = Pattern.compile("([A-Za-z_][\\w.]*)(:.*)?");

  /** Finds the last one in what a program has printed. */
  static Optional<Traceback> in(String output, List<String> ownFiles) {
    List<String> lines = output.lines().toList();
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      last = FRAME.matcher(lines.get(i)).matches() ? i : last;
    }
    if (last < 0) {
      return Optional.empty();
    }
    List<String> error =
        lines.subList(last + 1, lines.size()).stream()
            .dropWhile(line -> line.isBlank() || Character.isWhitespace(line.charAt(0)))
            .toList();
    return error.isEmpty() || !TYPE.matcher(error.get(0)).matches()
        ? Optional.empty()
        : Optional.of(new Traceback(place(lines.subList(0, last + 1), ownFiles), error));
  }

  private static String place(List<String> lines, List<String> ownFiles) {
    String place = "";
    boolean own = false;
    for (String line : lines) {
      Matcher frame = FRAME.matcher(line);
      if (line.startsWith("Traceback ")) {
        own = false;
      } else if (frame.matches()) {
        String name = name(frame.group(1));
        boolean ofProgram = ownFiles.contains(name);
        if (ofProgram || !own) {
          place = name + ", line " + frame.group(2);
        }
        own |= ofProgram;
      }
    }
    return place;
  }

  private static String name(String path) {
    Path name = Path.of(path).getFileName();
    return name == null ? path : name.toString();
  }

  /** The error's type without its package. */
  String type() {
    Matcher type = TYPE.matcher(error.get(0));
    String name = type.matches() ? type.group(1) : "";
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** All of its text. */
  String text() {
    return String.join("\n", error);
  }

  /** What it says without the trace of Java that py4j adds. */
  String sentence() {
    return error.stream()
        .takeWhile(line -> !line.startsWith("\tat ") && !line.isBlank())
        .limit(3)
        .collect(Collectors.joining(" "));
  }
}
