package io.stoker.api.ui;

import io.stoker.cluster.HistoryServer;
import io.stoker.contract.ui.Shares;
import io.stoker.contract.ui.UiForwarding;
import io.stoker.contract.ui.UiRead;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.RunUi.Place;
import io.stoker.run.RunUi.Source;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Hands a page on from the node that has it. Nothing of a caller's credentials goes to the node,
 * and of the answer only what a page needs comes back. No transaction is open meanwhile.
 */
@Component
class NodePages {
  private static final Logger log = LoggerFactory.getLogger(NodePages.class);

  /** More than a node waits for its process, so that it is the node who tells of that. */
  private static final Duration WAIT = Duration.ofSeconds(30);

  /**
   * Each holds a thread of the web server, which drivers and nodes need for their signs of life.
   */
  private static final int MOST = 48;

  private final Semaphore places = new Semaphore(MOST);
  private final Shares shares = new Shares(Shares.OF_A_RUN);
  private final HistoryServer history;

  NodePages(HistoryServer history) {
    this.history = history;
  }

  /**
   * Reads what the request asks for, and writes it as it comes.
   *
   * @param run whose readers share what a run may take of this server
   * @param context path below which the pages are seen
   * @throws StokerException before anything is written, when there is no page
   */
  void pass(
      Place place,
      UUID run,
      String context,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    String path = path(context, request);
    URI uri = uri(place, path + query);
    if (!places.tryAcquire()) {
      throw NodeAnswers.busy("This server reads as many pages at once as it may");
    }
    try {
      if (!shares.take(run)) {
        throw NodeAnswers.busy("As many pages of this run are read at once as may be");
      }
      try {
        pass(place, path, uri, context, request, response);
      } finally {
        shares.giveBack(run);
      }
    } finally {
      places.release();
    }
  }

  private void pass(
      Place place,
      String path,
      URI uri,
      String context,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    readFirst(place, context, request);
    try (UiRead read = read(place, uri, context, request)) {
      requireShown(place, path, read);
      write(place, read, context, request, response);
    }
  }

  private void readFirst(Place place, String context, HttpServletRequest request) {
    String first = place.first();
    if (first != null) {
      try (UiRead read = read(place, uri(place, first), context, request)) {
        requireShown(place, first, read);
      }
    }
  }

  /**
   * What Spark answers of a log that it cannot read is for who looks at the list of all. What its
   * REST API and static files answer tells of no other run, and is passed on.
   */
  private static void requireShown(Place place, String path, UiRead read) {
    boolean failed = read.status() == 404 || read.status() >= 500;
    if (failed && place.leadsToAll(path)) {
      throw NodeAnswers.unreadable(place);
    }
  }

  /** What a process answers. Whether its node is reached is noted of the history server. */
  private UiRead read(Place place, URI uri, String context, HttpServletRequest request) {
    try {
      UiRead read = answered(place, uri, context, request);
      note(place, true);
      return read;
    } catch (StokerException e) {
      note(place, e.code() != ErrorCode.NODE_UNREACHABLE);
      throw e;
    }
  }

  private void note(Place place, boolean reached) {
    if (place.source() != Source.HISTORY_SERVER) {
      return;
    }
    if (reached) {
      history.reached();
    } else {
      history.unreached(place.process(), NodeAnswers.address(place));
    }
  }

  private static UiRead answered(Place place, URI uri, String context, HttpServletRequest request) {
    UiRead read = ask(place, uri, context, request);
    try {
      NodeAnswers.requireForwarded(place, read);
      return read;
    } catch (StokerException e) {
      read.close();
      throw e;
    }
  }

  private static UiRead ask(Place place, URI uri, String context, HttpServletRequest request) {
    try {
      return UiRead.of(request.getMethod(), uri, headers(place, context, request), WAIT);
    } catch (SocketTimeoutException e) {
      throw NodeAnswers.tooSlow(place);
    } catch (IOException e) {
      throw NodeAnswers.unreachable(place, "does not answer (" + e.getMessage() + ")");
    }
  }

  /** Of a request, below the context: as it was sent, what is escaped stays so. */
  static String path(String context, HttpServletRequest request) {
    String asked = request.getRequestURI();
    if (!asked.startsWith(context + "/")) {
      throw new StokerException(
          ErrorCode.NOT_FOUND, "The Spark UI of this run is below %s/.".formatted(context));
    }
    return asked.substring(context.length());
  }

  private static URI uri(Place place, String target) {
    try {
      URI uri =
          URI.create(
              "http://" + NodeAnswers.address(place) + UiForwarding.path(place.process()) + target);
      ReadingOnly.check(uri);
      return uri;
    } catch (IllegalArgumentException e) {
      throw new StokerException(
          ErrorCode.MALFORMED_REQUEST, "Spark has no such page: " + e.getMessage());
    }
  }

  private static Map<String, String> headers(
      Place place, String context, HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    headers.put(HttpHeaders.ACCEPT, "*/*");
    for (String name : UiForwarding.REQUEST_HEADERS) {
      String value = request.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    headers.put(UiForwarding.CONTEXT, context);
    headers.put(HttpHeaders.AUTHORIZATION, "Bearer " + place.node().secret());
    return headers;
  }

  private static void write(
      Place place,
      UiRead read,
      String context,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String location = read.header(HttpHeaders.LOCATION);
    String target = location == null ? null : Redirect.below(context, location);
    response.setStatus(read.status());
    for (String name : UiForwarding.ANSWER_HEADERS) {
      String value = name.equals(HttpHeaders.LOCATION) ? target : read.header(name);
      if (value != null) {
        response.setHeader(name, value);
      }
    }
    PagePolicy.add(context, request, response);
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    try {
      read.copyTo(response.getOutputStream());
    } catch (IOException e) {
      log.debug("{} was not handed on to its end", request.getRequestURI(), e);
      if (response.isCommitted()) {
        throw new CloseNowException("The answer broke off", e); // whole it must not seem
      }
      response.reset();
      throw NodeAnswers.unreachable(place, "broke its answer off (" + e.getMessage() + ")");
    }
  }
}
