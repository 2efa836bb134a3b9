package io.stoker.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A path below a run's UI as Spark's history server reads it. That server shows the applications of
 * all runs, so nothing passes but what names one, or is the same for all.
 *
 * @param text as it was sent, beginning with a slash
 */
record HistoryPath(String text) {
  static final String PAGES = "/history/";

  private static final String STATIC = "/static/";
  private static final String REST = "/api/";

  private static final Pattern PLAIN_PART = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.~-]+");

  private static final Pattern OF_APPLICATION =
      Pattern.compile("(?:/history|/api/v1/applications)/([0-9a-f-]{36}-[0-9]{1,18})(?:/.*)?");

  /** Nothing escaped, no parameters, no way up: Spark's web server reads it as it is read here. */
  boolean isPlain() {
    String[] parts = text.substring(1).split("/", -1);
    int last = parts.length - 1;
    return IntStream.rangeClosed(0, last)
        .allMatch(i -> PLAIN_PART.matcher(parts[i]).matches() || (i == last && parts[i].isEmpty()));
  }

  /** The application whose pages or figures it names. */
  Optional<String> application() {
    Matcher matcher = OF_APPLICATION.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether it is of the history server whatever a driver may have there. */
  boolean isHistory() {
    return isAll() || isOfSome();
  }

  /** Where that server would list all applications. */
  private boolean isAll() {
    return text.equals(PAGES) || text.equals("/history");
  }

  /** Whether it names something among the applications. */
  boolean isOfSome() {
    return text.startsWith(PAGES) && !isAll();
  }

  /** Of Spark's pages themselves, whatever they show. */
  boolean isStatic() {
    return text.startsWith(STATIC);
  }

  /** Of Spark's REST API. */
  boolean isRest() {
    return text.startsWith(REST);
  }

  /** Where the same page of an application is. */
  String of(String application) {
    return PAGES + application + (isAll() ? "/" : text);
  }
}
