package io.stoker.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The wrapper {@code keep.sh}, as a file in the node's home. */
final class KeepScript {
  private static final String NAME = "keep.sh";

  private KeepScript() {}

  /**
   * The script in this home. A shell reads its script bit by bit, so another version replaces the
   * file by a rename and never in place: running wrappers keep theirs.
   */
  static Path in(Path nodeHome) throws IOException {
    Path file = nodeHome.resolve(NAME);
    String text = text();
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      PrivateFiles.write(file, text);
    }
    return file;
  }

  private static String text() throws IOException {
    try (InputStream in = KeepScript.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
