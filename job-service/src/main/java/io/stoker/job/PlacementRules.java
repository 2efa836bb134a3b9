package io.stoker.job;

import io.stoker.error.Violations;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.PlacementStrategy;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the processes of a job may go. */
final class PlacementRules {
  private final Violations violations;
  private final LabelRules labels;

  PlacementRules(Violations violations) {
    this.violations = violations;
    this.labels = new LabelRules(violations);
  }

  PlacementStrategy strategy(@Nullable String word) {
    if (word == null) {
      return PlacementStrategy.SPREAD;
    }
    Optional<PlacementStrategy> strategy =
        Arrays.stream(PlacementStrategy.values())
            .filter(known -> known.name().equals(word))
            .findFirst();
    if (strategy.isEmpty()) {
      violations.add("/placement", "INVALID", "must be SPREAD or PACK, but is " + word);
    }
    return strategy.orElse(PlacementStrategy.SPREAD);
  }

  /**
   * A selector of nodes.
   *
   * @param pointer of what it is of, as {@code /driver}
   */
  NodeSelector nodes(String pointer, JobDraft.@Nullable Selector draft) {
    if (draft == null) {
      return NodeSelector.ANY;
    }
    return new NodeSelector(
        labels.checked(pointer + "/nodeSelector/required", draft.required()),
        labels.checked(pointer + "/nodeSelector/preferred", draft.preferred()));
  }
}
