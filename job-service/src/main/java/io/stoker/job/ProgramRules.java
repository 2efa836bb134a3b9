package io.stoker.job;

import io.stoker.artifact.Artifact;
import io.stoker.artifact.ArtifactKind;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every program of the user's own has: artifacts by their ids, files by names, arguments. */
final class ProgramRules {
  private static final int MAX_ARGUMENTS = 1000;
  private static final int MAX_ARGUMENT = 65_536;
  private static final int MAX_JARS = 100;
  private static final int MAX_FILES = 100;
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

  private final Violations violations;
  private final Set<String> references;
  private final JobDraft.Program draft;

  /**
   * Rules over one draft.
   *
   * @param parameters names of the parameters that the job declares
   */
  ProgramRules(Violations violations, Set<String> parameters, JobDraft.Program draft) {
    this.violations = violations;
    this.draft = draft;
    this.references = new TreeSet<>(ArgumentText.OF_RUN);
    parameters.forEach(name -> references.add(ArgumentText.PARAMETER + name));
  }

  JobSpec.@Nullable Packages packages() {
    return new PackageRules(violations, draft.known().repositories()).checked(draft.packages());
  }

  /** The artifact of an id, if there is such. */
  @Nullable Artifact known(@Nullable String id) {
    return draft.known().artifacts().get(id);
  }

  String jar(String pointer, @Nullable String id) {
    return ofKind(pointer, id, ArtifactKind.JAR, "NOT_A_JAR", "a jar");
  }

  /** An artifact whose bytes were seen to be what they must be. */
  String ofKind(
      String pointer, @Nullable String id, ArtifactKind kind, String code, String mustBe) {
    Artifact artifact = known(artifact(pointer, id));
    if (artifact != null && artifact.kind() != kind) {
      violations.add(
          pointer,
          code,
          "must be %s, but %s was uploaded as %s; POST it with kind=%s"
              .formatted(
                  mustBe,
                  artifact.name(),
                  artifact.kind() == ArtifactKind.FILE ? "any file" : artifact.kind().name(),
                  kind));
    }
    return id == null ? "" : id;
  }

  String artifact(String pointer, @Nullable String id) {
    if (id == null) {
      violations.add(pointer, "REQUIRED", "must be the id of an artifact; POST it first");
    } else if (!Artifact.isId(id)) {
      violations.add(
          pointer,
          "INVALID",
          "must be an artifact's id: the SHA-256 of its bytes, 64 hexadecimal digits");
    } else if (!draft.known().artifacts().containsKey(id)) {
      violations.add(
          pointer,
          "UNKNOWN_ARTIFACT",
          "names no artifact; POST /api/v1/artifacts uploads one and answers with its id");
    }
    return id == null ? "" : id;
  }

  /**
   * Ids of the draft's jars.
   *
   * @param already in the class path
   */
  List<String> jars(Set<String> already) {
    List<@Nullable String> given = draft.jars() == null ? List.of() : draft.jars();
    if (given.size() > MAX_JARS) {
      violations.add("/application/jars", "TOO_MANY", "may have at most " + MAX_JARS);
    }
    Set<String> seen = new HashSet<>(already);
    List<String> jars = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String pointer = Violation.pointer("/application/jars", i);
      String jar = jar(pointer, given.get(i));
      if (!seen.add(jar)) {
        violations.add(pointer, "DUPLICATE", "names an artifact a second time");
      }
      jars.add(jar);
    }
    return List.copyOf(jars);
  }

  Map<String, String> files() {
    return named("/application/files", draft.files(), (pointer, name, id) -> artifact(pointer, id));
  }

  /** What becomes of an artifact that has a name. */
  interface Check {
    String id(String pointer, String name, @Nullable String id);
  }

  /** Artifacts by the names that the program finds them by. */
  Map<String, String> named(
      String field, @Nullable Map<String, @Nullable String> given, Check check) {
    Map<String, String> files = new TreeMap<>();
    if (given == null) {
      return files;
    }
    if (given.size() > MAX_FILES) {
      violations.add(field, "TOO_MANY", "may have at most " + MAX_FILES);
    }
    given.forEach(
        (name, id) -> {
          String pointer = Violation.pointer(field, name);
          if (!FILE.matcher(name).matches()) {
            violations.add(
                pointer,
                "INVALID",
                "must be named by 1 to 128 of a-z, A-Z, 0-9, '_', '-' and '.', no '.' first");
          }
          files.put(name, check.id(pointer, name, id));
        });
    return files;
  }

  List<String> arguments() {
    List<@Nullable String> given = draft.arguments() == null ? List.of() : draft.arguments();
    if (given.size() > MAX_ARGUMENTS) {
      violations.add("/application/arguments", "TOO_MANY", "may have at most " + MAX_ARGUMENTS);
    }
    List<String> checked = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String argument = given.get(i);
      String pointer = Violation.pointer("/application/arguments", i);
      if (argument == null) {
        violations.add(pointer, "REQUIRED", "must be a text");
      } else {
        check(pointer, argument);
        checked.add(argument);
      }
    }
    return List.copyOf(checked);
  }

  private void check(String pointer, String argument) {
    if (argument.length() > MAX_ARGUMENT) {
      violations.add(pointer, "TOO_LONG", "may have at most " + MAX_ARGUMENT + " characters");
    }
    ArgumentText text = new ArgumentText(argument);
    if (!text.isClosed()) {
      violations.add(
          pointer, "INVALID", "has a ${ without its }; write $${ for these characters themselves");
      return;
    }
    Set<String> unknown = new TreeSet<>(text.references());
    unknown.removeAll(references);
    if (!unknown.isEmpty()) {
      violations.add(
          pointer,
          "UNKNOWN_REFERENCE",
          "refers to ${%s}, which there is not; there are %s. Write $${ for the characters themselves"
              .formatted(String.join("}, ${", unknown), String.join(", ", references)));
    }
  }
}
