package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Packages of a program: exact versions, from repositories that the platform's admin has named. */
final class PackageRules {
  private static final int MOST = 100;
  private static final int LONGEST = 512;
  private static final Pattern COORDINATE =
      Pattern.compile("[A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+(\\+[A-Za-z0-9_.-]+)?");
  private static final String PACKAGES = "/application/packages";
  private static final String REPOSITORIES = "/application/repositories";

  private final Violations violations;
  private final List<String> allowed;

  /**
   * @param allowed URLs that packages may come from, as {@link PackageRepositories} has them
   */
  PackageRules(Violations violations, List<String> allowed) {
    this.violations = violations;
    this.allowed = allowed;
  }

  JobSpec.@Nullable Packages checked(JobDraft.@Nullable Packages draft) {
    if (draft == null) {
      return null;
    }
    List<String> coordinates = texts(PACKAGES, draft.coordinates());
    for (int i = 0; i < coordinates.size(); i++) {
      check(Violation.pointer(PACKAGES, i), coordinates.get(i));
    }
    List<String> repositories = repositories(texts(REPOSITORIES, draft.repositories()));
    if (coordinates.isEmpty()) {
      if (!repositories.isEmpty()) {
        violations.add(REPOSITORIES, "NOT_APPLICABLE", "is for packages, of which there are none");
      }
      return null;
    }
    if (allowed.isEmpty()) {
      violations.add(
          PACKAGES,
          "NOT_ALLOWED",
          "cannot be had: the server's stoker.jobs.package-repositories names no repository."
              + " Upload the jars, and name them in /application/jars");
    }
    return new JobSpec.Packages(coordinates, repositories);
  }

  private List<String> texts(String field, @Nullable List<@Nullable String> given) {
    List<String> texts = new ArrayList<>();
    List<@Nullable String> all = given == null ? List.of() : given;
    if (all.size() > MOST) {
      violations.add(field, "TOO_MANY", "may have at most " + MOST);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      String text = all.get(i);
      String pointer = Violation.pointer(field, i);
      if (text == null) {
        violations.add(pointer, "REQUIRED", "must be a text");
      } else {
        if (!seen.add(text)) {
          violations.add(pointer, "DUPLICATE", "is there a second time");
        }
        texts.add(text);
      }
    }
    return texts;
  }

  private void check(String pointer, String coordinate) {
    if (coordinate.length() > LONGEST || !COORDINATE.matcher(coordinate).matches()) {
      violations.add(
          pointer,
          "INVALID",
          "must be Maven coordinates with an exact version, group:artifact:version");
    } else if (coordinate.substring(coordinate.lastIndexOf(':')).startsWith(":latest.")) {
      violations.add(
          pointer, "INVALID", "must have an exact version, so that each run gets the same jars");
    }
  }

  private List<String> repositories(List<String> given) {
    List<String> known = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String url = PackageRepositories.whole(given.get(i));
      if (!allowed.contains(url)) {
        violations.add(
            Violation.pointer(REPOSITORIES, i),
            "NOT_ALLOWED",
            "is none of those that the server's stoker.jobs.package-repositories names: "
                + (allowed.isEmpty()
                    ? "there is none"
                    : allowed.stream().collect(Collectors.joining(", "))));
      }
      known.add(url);
    }
    return List.copyOf(known);
  }
}
