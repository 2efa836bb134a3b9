package io.stoker.revision;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.util.Set;

/** Which revision of a thing its caller has seen and wants to change. */
public sealed interface ExpectedRevision {

  /** Whichever there is. */
  record Any() implements ExpectedRevision {}

  /** One of these; none of them when it is empty. */
  record OneOf(Set<Integer> numbers) implements ExpectedRevision {}

  /** This one and no other. */
  static ExpectedRevision of(int number) {
    return new OneOf(Set.of(number));
  }

  default boolean admits(int revision) {
    return this instanceof Any || (this instanceof OneOf some && some.numbers.contains(revision));
  }

  /**
   * Refuses a revision that the caller has not seen.
   *
   * @param thing what it is the revision of, as a sentence begins
   * @throws StokerException STALE_ETAG
   */
  default void require(String thing, int revision) {
    if (!admits(revision)) {
      throw new StokerException(
          ErrorCode.STALE_ETAG,
          "%s is at revision %d, not at the one in If-Match. GET it, apply the change to what it is now, and send its ETag."
              .formatted(thing, revision));
    }
  }

  /** What to tell a caller whose revision was the current one until a moment ago. */
  static StokerException changedMeanwhile(String thing) {
    return new StokerException(
        ErrorCode.STALE_ETAG,
        thing + " was changed by somebody else at this moment. GET it and try again.");
  }
}
