package io.stoker.api.ui;

import io.stoker.contract.ui.UiForwarding;
import io.stoker.contract.ui.UiForwarding.Answer;
import io.stoker.contract.ui.UiRead;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.RunUi.Place;
import io.stoker.run.RunUi.Source;

/** What a node's answer means to who wants to see a page. */
final class NodeAnswers {
  private NodeAnswers() {}

  /** Throws a {@link StokerException} unless the answer is the process's own. */
  static void requireForwarded(Place place, UiRead read) {
    String node = place.nodeName();
    String what = place.source().word();
    switch (answer(read)) {
      case FORWARDED -> {}
      case NO_SUCH_PROCESS, NOT_YET ->
          throw notReady("The %s is starting on node %s and has no UI yet.".formatted(what, node));
      case REFUSED -> throw notReady("The service of node %s is just starting.".formatted(node));
      case NO_UI -> throw noUi(place);
      case BUSY ->
          throw busy(
              "Node %s reads as many pages of this %s as it may at once".formatted(node, what));
      case TOO_SLOW -> throw tooSlow(place);
      case MALFORMED ->
          throw unreachable(
              place, "answers as no node does: is another service at its port since it stopped?");
    }
  }

  private static StokerException noUi(Place place) {
    String node = place.nodeName();
    return place.source() == Source.HISTORY_SERVER
        ? notReady("The history server on node %s shows nothing just now.".formatted(node))
        : new StokerException(
            ErrorCode.UI_NOT_AVAILABLE,
            "The driver on node %s shows no UI: its program has turned that off, has ended Spark or has not begun it, or the driver was started before its node could show one."
                .formatted(node));
  }

  /** Spark knows no other answer for a log of which it can make nothing. */
  static StokerException unreadable(Place place) {
    return new StokerException(
        ErrorCode.UI_NOT_AVAILABLE,
        "Spark cannot show this of the run's event log: it is damaged, its driver was killed before it had written the beginning, or there is no such page. history-server.log in the home of node %s says more."
            .formatted(place.nodeName()));
  }

  private static Answer answer(UiRead read) {
    String answer = read.header(UiForwarding.ANSWER);
    try {
      return answer == null ? Answer.MALFORMED : Answer.valueOf(answer);
    } catch (IllegalArgumentException e) {
      return Answer.MALFORMED;
    }
  }

  /** To read a large event log takes the history server longer; it goes on meanwhile. */
  static StokerException tooSlow(Place place) {
    if (place.source() == Source.HISTORY_SERVER) {
      return notReady("The history server reads the run's event log.");
    }
    return new StokerException(
        ErrorCode.NODE_TOO_SLOW,
        "Node %s at %s, or the driver on it, did not answer within half a minute; try again."
            .formatted(place.nodeName(), address(place)));
  }

  static StokerException unreachable(Place place, String why) {
    return new StokerException(
        ErrorCode.NODE_UNREACHABLE,
        "Node %s at %s %s. GET /api/v1/nodes tells how it is; servers must reach this port of it.%s"
            .formatted(
                place.nodeName(),
                address(place),
                why,
                place.source() == Source.HISTORY_SERVER
                    ? " When no server does, another node is tried for the history server, if there is one: ask again in some seconds."
                    : ""));
  }

  /** As in a URL. */
  static String address(Place place) {
    String host = place.node().host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + place.node().port();
  }

  static StokerException busy(String why) {
    return new StokerException(ErrorCode.UI_BUSY, why + ". Try again in some seconds.");
  }

  private static StokerException notReady(String detail) {
    return new StokerException(ErrorCode.UI_NOT_READY, detail + " Try again in some seconds.");
  }
}
