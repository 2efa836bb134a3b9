package io.stoker.acceptance.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule with its reason, and small programs each of which breaks it: a rule that nobody has seen
 * fail proves nothing.
 */
record Rule(ArchRule rule, List<Planted> violations) {
  static Rule of(ArchRule rule, Planted... violations) {
    return new Rule(rule, List.of(violations));
  }

  /** As shown in test reports. */
  @Override
  public String toString() {
    return rule.getDescription();
  }
}
