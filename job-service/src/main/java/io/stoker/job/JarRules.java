package io.stoker.job;

import io.stoker.artifact.Artifact;
import io.stoker.error.Violations;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JAR application: the artifact that holds it and its main class. */
final class JarRules {
  private static final int MAX_CLASS = 512;
  private static final String IDENTIFIER =
      "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
  private static final Pattern CLASS = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");

  private final Violations violations;
  private final ProgramRules rules;

  JarRules(Violations violations, ProgramRules rules) {
    this.violations = violations;
    this.rules = rules;
  }

  JobSpec.Jar application(JobDraft.Jar draft) {
    String artifact = rules.jar("/application/artifact", draft.artifact());
    return new JobSpec.Jar(
        artifact,
        mainClass(draft.mainClass(), rules.known(artifact)),
        rules.arguments(),
        rules.jars(Set.of(artifact)),
        rules.files(),
        rules.packages());
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
}
