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

/** A JAR application: the artifacts that hold it, its main class and its arguments. */
final class JarRules {
  private static final int MAX_ARGUMENTS = 1000;
  private static final int MAX_ARGUMENT = 65_536;
  private static final int MAX_JARS = 100;
  private static final int MAX_FILES = 100;
  private static final int MAX_CLASS = 512;
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
  private static final String IDENTIFIER =
      "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
  private static final Pattern CLASS = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");

  private final Violations violations;
  private final Set<String> known;

  /**
   * @param parameters names of the parameters that the job declares
   */
  JarRules(Violations violations, Set<String> parameters) {
    this.violations = violations;
    this.known = new TreeSet<>(ArgumentText.OF_RUN);
    parameters.forEach(name -> known.add(ArgumentText.PARAMETER + name));
  }

  JobSpec.Jar application(JobDraft.Jar draft) {
    String artifact = jar("/application/artifact", draft.artifact(), draft.known());
    if (draft.packages() != null) {
      violations.addNotBuiltYet(
          "/application/packages",
          "cannot be resolved yet: upload the jars, and name them in /application/jars");
    }
    return new JobSpec.Jar(
        artifact,
        mainClass(draft.mainClass(), draft.known().get(artifact)),
        arguments(draft.arguments()),
        jars(artifact, draft),
        files(draft));
  }

  private String jar(String pointer, @Nullable String id, Map<String, Artifact> existing) {
    Artifact artifact = existing.get(artifact(pointer, id, existing));
    if (artifact != null && artifact.kind() != ArtifactKind.JAR) {
      violations.add(
          pointer,
          "NOT_A_JAR",
          "must be a jar, but %s was uploaded as any file; POST it with kind=JAR"
              .formatted(artifact.name()));
    }
    return id == null ? "" : id;
  }

  private Map<String, String> files(JobDraft.Jar draft) {
    Map<String, String> files = new TreeMap<>();
    if (draft.files() == null) {
      return files;
    }
    if (draft.files().size() > MAX_FILES) {
      violations.add("/application/files", "TOO_MANY", "may have at most " + MAX_FILES);
    }
    draft
        .files()
        .forEach(
            (name, id) -> {
              String pointer = Violation.pointer("/application/files", name);
              if (!FILE.matcher(name).matches()) {
                violations.add(
                    pointer,
                    "INVALID",
                    "must be named by 1 to 128 of a-z, A-Z, 0-9, '_', '-' and '.', no '.' first");
              }
              files.put(name, artifact(pointer, id, draft.known()));
            });
    return files;
  }

  private String artifact(String pointer, @Nullable String id, Map<String, Artifact> existing) {
    if (id == null) {
      violations.add(pointer, "REQUIRED", "must be the id of an artifact; POST it first");
    } else if (!Artifact.isId(id)) {
      violations.add(
          pointer,
          "INVALID",
          "must be an artifact's id: the SHA-256 of its bytes, 64 hexadecimal digits");
    } else if (!existing.containsKey(id)) {
      violations.add(
          pointer,
          "UNKNOWN_ARTIFACT",
          "names no artifact; POST /api/v1/artifacts uploads one and answers with its id");
    }
    return id == null ? "" : id;
  }

  private String mainClass(@Nullable String given, @Nullable Artifact artifact) {
    String pointer = "/application/mainClass";
    if (given != null) {
      if (given.length() > MAX_CLASS || !CLASS.matcher(given).matches()) {
        violations.add(pointer, "INVALID", "must be a class's full name as com.example.Main");
      }
      return given;
    }
    if (artifact == null) {
      return "";
    }
    String ofManifest = artifact.mainClass();
    if (ofManifest == null) {
      violations.add(
          pointer, "REQUIRED", "is required: the manifest of " + artifact.name() + " names none");
      return "";
    }
    return ofManifest;
  }

  private List<String> arguments(@Nullable List<@Nullable String> drafts) {
    List<@Nullable String> given = drafts == null ? List.of() : drafts;
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
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      violations.add(
          pointer,
          "UNKNOWN_REFERENCE",
          "refers to ${%s}, which there is not; there are %s. Write $${ for the characters themselves"
              .formatted(String.join("}, ${", unknown), String.join(", ", known)));
    }
  }

  private List<String> jars(String artifact, JobDraft.Jar draft) {
    List<@Nullable String> given = draft.jars() == null ? List.of() : draft.jars();
    if (given.size() > MAX_JARS) {
      violations.add("/application/jars", "TOO_MANY", "may have at most " + MAX_JARS);
    }
    Set<String> seen = new HashSet<>(Set.of(artifact));
    List<String> jars = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String pointer = Violation.pointer("/application/jars", i);
      String jar = jar(pointer, given.get(i), draft.known());
      if (!seen.add(jar)) {
        violations.add(pointer, "DUPLICATE", "names an artifact a second time");
      }
      jars.add(jar);
    }
    return List.copyOf(jars);
  }
}
