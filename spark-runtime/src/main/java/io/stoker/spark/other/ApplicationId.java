package io.stoker.spark.other;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of an application in its event log, where one event tells it, near the beginning. */
final class ApplicationId {
  private static final String EVENT = "\"Event\":\"SparkListenerApplicationStart\"";

  /** In JSON no text within a value looks like this: its quotes are escaped. */
  private static final Pattern ID = Pattern.compile("\"App ID\":\"[^\"]*\"");

  private ApplicationId() {}

  /** Copies all events, a line each, and gives the application another id. */
  static void replace(InputStream in, OutputStream out, String id) throws IOException {
    InputStream events = new BufferedInputStream(in, 1 << 16);
    String line;
    do {
      line = line(events);
      String told = line.contains(EVENT) ? named(line, id) : line;
      out.write(told.getBytes(StandardCharsets.UTF_8));
    } while (!line.isEmpty() && !line.contains(EVENT));
    events.transferTo(out);
  }

  private static String named(String line, String id) {
    return ID.matcher(line).replaceFirst(Matcher.quoteReplacement("\"App ID\":\"" + id + "\""));
  }

  /** With its line feed; empty at the end. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    while (octet >= 0) {
      line.write(octet);
      if (octet == '\n') {
        break;
      }
      octet = in.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
