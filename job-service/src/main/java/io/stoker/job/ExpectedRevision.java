package io.stoker.job;

import java.util.Set;

/** Which revision of a job its caller has seen and wants to change. */
public sealed interface ExpectedRevision {

  /** Whichever there is. */
  record Any() implements ExpectedRevision {}

  /** One of these; none of them when it is empty. */
  record OneOf(Set<Integer> numbers) implements ExpectedRevision {}

  default boolean admits(int revision) {
    return this instanceof Any || (this instanceof OneOf some && some.numbers.contains(revision));
  }
}
