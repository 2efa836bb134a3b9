package io.stoker.contract.ui;

import java.util.List;
import java.util.UUID;

/**
 * What platform and node agree on. The platform names a process, never a port: {@code GET
 * http://node/processes/{assignment}/ui/…} with the node's secret as bearer token.
 */
public final class UiForwarding {
  /** Of every answer of a node, one of {@link Answer}: without it something else has answered. */
  public static final String ANSWER = "Stoker-Node-Answer";

  /** Tells Spark below which path its pages are seen. */
  public static final String CONTEXT = "X-Forwarded-Context";

  /** Of a request, what is passed on; credentials and cookies are not. */
  public static final List<String> REQUEST_HEADERS =
      List.of("Accept", "Accept-Language", "If-None-Match", "If-Modified-Since", CONTEXT);

  /** Of an answer, what is passed on. */
  public static final List<String> ANSWER_HEADERS =
      List.of(
          "Content-Type",
          "Content-Length",
          "Content-Disposition",
          "Content-Security-Policy",
          "ETag",
          "Last-Modified",
          "Location");

  private static final String PROCESSES = "/processes/";
  private static final String UI = "/ui";

  /** What a node's answer is. */
  public enum Answer {
    /** The process's own. */
    FORWARDED,
    /** The secret is not this node's, or not any more: it is new with each start of its service. */
    REFUSED,
    /** Nothing of the kind runs here. */
    NO_SUCH_PROCESS,
    /** The process runs, and has not opened its port yet. */
    NOT_YET,
    /** As many read this process as may at once. */
    BUSY,
    /** The process runs, and has none: its program has turned it off, or has ended Spark. */
    NO_UI,
    /** The process does not answer in time. */
    TOO_SLOW,
    /** The request is none that a node answers. */
    MALFORMED
  }

  private UiForwarding() {}

  /** Path of a process's pages on its node; theirs follow, with a slash. */
  public static String path(UUID assignment) {
    return PROCESSES + assignment + UI;
  }

  /**
   * The parts of such a path.
   *
   * @param path as it was sent, beginning with a slash
   */
  public record Target(UUID assignment, String path) {

    /** Reads a request's path; throws IllegalArgumentException when it is another one. */
    public static Target of(String text) {
      int end = text.indexOf(UI + "/");
      if (!text.startsWith(PROCESSES) || end < 0) {
        throw new IllegalArgumentException("Not the path of a process's pages: " + text);
      }
      return new Target(
          UUID.fromString(text.substring(PROCESSES.length(), end)),
          text.substring(end + UI.length()));
    }
  }
}
