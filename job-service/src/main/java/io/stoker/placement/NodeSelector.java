package io.stoker.placement;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which nodes a process may go to, by their labels, and which it likes best.
 *
 * @param required a node must have all of these
 * @param preferred of the nodes that may be, those with most of these come first
 */
public record NodeSelector(Map<String, String> required, Map<String, String> preferred) {
  public static final NodeSelector ANY = new NodeSelector(Map.of(), Map.of());

  public NodeSelector {
    required = Objects.requireNonNullElse(required, Map.of());
    preferred = Objects.requireNonNullElse(preferred, Map.of());
  }

  public boolean admits(Map<String, String> labels) {
    return labels.entrySet().containsAll(required.entrySet());
  }

  /** How many of the preferred labels a node has. */
  public int matches(Map<String, String> labels) {
    return (int) preferred.entrySet().stream().filter(labels.entrySet()::contains).count();
  }

  /** As {@code disk=ssd, zone=a}. */
  public static String words(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", "));
  }
}
