package io.stoker.acceptance.standin;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a stand-in does differently from a driver that just succeeds. It is the run's parameter
 * {@code script}: words, each for all attempts or as {@code word@2} for one.
 *
 * <ul>
 *   <li>{@code die:PLACE} – ends like a crash at born, started, files, committing, manifest or
 *       committed
 *   <li>{@code chatter} – prints more than its node keeps
 *   <li>{@code hang} – goes on until it is told to stop
 *   <li>{@code stale} – hangs, and when it is told to stop says everything once more
 *   <li>{@code deaf} – does not end on SIGTERM
 *   <li>{@code child} – leaves a process in a session of its own
 *   <li>{@code linger} – stays after its commit
 *   <li>{@code twice} – says everything twice
 *   <li>{@code fail} – gives up, for a reason that another attempt might not meet
 *   <li>{@code leave} – ends with exit code 0 and without a commit
 *   <li>{@code badexecutors} – its executors end badly at once
 * </ul>
 */
record Script(Set<String> words) {

  static Script of(JsonNode program, int attempt) {
    String text = program.path("parameters").path("script").path("text").asString("");
    String here = "@" + attempt;
    return new Script(
        Pattern.compile("\\s+")
            .splitAsStream(text)
            .filter(word -> !word.isEmpty() && (!word.contains("@") || word.endsWith(here)))
            .map(word -> List.of(word.split("@", 2)).get(0))
            .collect(Collectors.toSet()));
  }

  boolean says(String word) {
    return words.contains(word);
  }
}
