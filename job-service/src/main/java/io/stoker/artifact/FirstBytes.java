package io.stoker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a file seems to be, for somebody who meant to send another one. */
final class FirstBytes {
  private static final int SHOWN = 16;
  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("504b0304", "the beginning of a zip file whose end is missing: was it cut off?");
    KINDS.put("cafebabe", "a single class file; pack it with jar --create");
    KINDS.put("1f8b", "a gzip file");
    KINDS.put("7f454c46", "a Linux program");
    KINDS.put("25504446", "a PDF");
    KINDS.put("213c61726368", "a library or Debian package");
    KINDS.put("377abcaf271c", "a 7-Zip file");
    KINDS.put("fd377a585a", "an xz file");
  }

  private FirstBytes() {}

  /** In words, as {@code text that begins with "<html>"}. */
  static String describe(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(SHOWN);
    }
    if (head.length == 0) {
      return "nothing: the body is empty";
    }
    String hex = HexFormat.of().formatHex(head);
    return KINDS.entrySet().stream()
        .filter(kind -> hex.startsWith(kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> unknown(head, hex));
  }

  private static String unknown(byte[] head, String hex) {
    for (byte octet : head) {
      boolean text = (octet >= ' ' && octet < 0x7f) || octet == '\n' || octet == '\r';
      if (!text && octet != '\t') {
        return "a file that begins with the bytes " + hex;
      }
    }
    String line = new String(head, StandardCharsets.US_ASCII).replaceAll("\\s+", " ").strip();
    return "text that begins with \"" + line + "\"";
  }
}
