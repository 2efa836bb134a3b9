package io.stoker.acceptance.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.TreeMap;

/** How many of what there were, so that a reader of a green test knows that something happened. */
final class Census {
  private Census() {}

  static String of(Facts facts) {
    return "runs %s, attempts %s, processes %s"
        .formatted(
            facts.runs().stream().collect(groupingBy(Facts.Run::state, TreeMap::new, counting())),
            facts.attempts().stream()
                .collect(groupingBy(Facts.Attempt::state, TreeMap::new, counting())),
            facts.assignments().stream()
                .collect(groupingBy(Facts.Assignment::state, TreeMap::new, counting())));
  }
}
