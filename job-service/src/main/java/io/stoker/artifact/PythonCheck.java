package io.stoker.artifact;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a file can be Python's source: text in UTF-8 without a NUL, which no interpreter takes.
 * The language itself is left to the interpreter of the node, whose version decides.
 */
final class PythonCheck {
  private static final int BUFFER = 8192;

  private PythonCheck() {}

  /**
   * Reads it from end to end.
   *
   * @throws StokerException NOT_PYTHON, saying what was found instead
   */
  static void check(Path file) throws IOException {
    var strict =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    boolean blank = true;
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), strict), BUFFER)) {
      for (int c = text.read(); c >= 0; c = text.read()) {
        if (c == 0) {
          throw notPython(file, "has a NUL");
        }
        blank &= Character.isWhitespace(c) || c == '\uFEFF';
      }
    } catch (CharacterCodingException e) {
      throw notPython(file, "is not UTF-8");
    }
    if (blank) {
      throw notPython(file, "has nothing but blanks");
    }
  }

  private static StokerException notPython(Path file, String why) throws IOException {
    return new StokerException(
        ErrorCode.NOT_PYTHON,
        "The body must be a Python file: text in UTF-8. What was sent %s; it is %s. (A zip or egg of modules is uploaded with kind=JAR.)"
            .formatted(why, FirstBytes.describe(file)));
  }
}
