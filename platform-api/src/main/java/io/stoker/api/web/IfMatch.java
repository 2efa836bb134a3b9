package io.stoker.api.web;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.revision.ExpectedRevision;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header that keeps one editor from undoing another's work without having seen it. */
final class IfMatch {
  private static final Pattern TAG = Pattern.compile("\\G\\s*((?:W/)?\"[^\"]*\")\\s*(?:,|$)");
  private static final Pattern REVISION = Pattern.compile("\"(\\d{1,9})\"");

  private IfMatch() {}

  /**
   * The revisions that a header names.
   *
   * @throws StokerException PRECONDITION_REQUIRED without one, MALFORMED_REQUEST when it is no list
   *     of entity tags
   */
  static ExpectedRevision expected(@Nullable String header) {
    if (header == null || header.isBlank()) {
      throw new StokerException(
          ErrorCode.PRECONDITION_REQUIRED,
          "Changing this needs If-Match with the ETag of the revision that you have seen, or * to"
              + " change whichever there is.");
    }
    return header.strip().equals("*")
        ? new ExpectedRevision.Any()
        : new ExpectedRevision.OneOf(revisions(header));
  }

  /** A weak tag, or one that is no number, is the tag of no revision. */
  private static Set<Integer> revisions(String header) {
    Set<Integer> revisions = new HashSet<>();
    Matcher tags = TAG.matcher(header);
    int end = 0;
    while (end < header.length() && tags.find()) {
      Matcher revision = REVISION.matcher(tags.group(1));
      if (revision.matches()) {
        revisions.add(Integer.valueOf(revision.group(1)));
      }
      end = tags.end();
    }
    if (end < header.length()) {
      throw new StokerException(
          ErrorCode.MALFORMED_REQUEST,
          "If-Match must be an ETag in quotes, as \"3\", or *, but is " + header + ".");
    }
    return revisions;
  }
}
