package io.stoker.job;

import io.stoker.artifact.ArtifactKind;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A PYTHON application: the file that is run and the modules that it imports. */
final class PythonRules {
  private static final String PY_FILES = "/application/pyFiles";

  /** A process gets its arguments in one piece, of which Linux takes some 2 MB. */
  private static final int MAX_ARGUMENTS_BYTES = 1 << 20;

  /** Linux takes 128 KiB in one. */
  private static final int MAX_ARGUMENT_BYTES = 65_536;

  private final Violations violations;
  private final ProgramRules rules;

  PythonRules(Violations violations, ProgramRules rules) {
    this.violations = violations;
    this.rules = rules;
  }

  JobSpec.Python application(JobDraft.Python draft) {
    String file = source("/application/file", draft.file());
    List<String> arguments = rules.arguments();
    checkSize(arguments);
    Map<String, String> pyFiles = rules.named(PY_FILES, draft.pyFiles(), this::module);
    Map<String, String> files = rules.files();
    // Spark lays both into one directory of each executor
    files.keySet().stream()
        .filter(pyFiles::containsKey)
        .forEach(
            name ->
                violations.add(
                    Violation.pointer("/application/files", name),
                    "DUPLICATE",
                    "is the name of one of /application/pyFiles too"));
    return new JobSpec.Python(
        file, arguments, pyFiles, rules.jars(Set.of()), files, rules.packages());
  }

  private String source(String pointer, @Nullable String id) {
    return rules.ofKind(pointer, id, ArtifactKind.PYTHON, "NOT_PYTHON", "a Python file");
  }

  private String module(String pointer, String name, @Nullable String id) {
    if (name.endsWith(".py")) {
      return source(pointer, id);
    }
    if (name.endsWith(".zip") || name.endsWith(".egg")) {
      return rules.ofKind(pointer, id, ArtifactKind.JAR, "NOT_A_JAR", "a zip file");
    }
    violations.add(pointer, "INVALID", "must be named as it is: something.py, .zip or .egg");
    return rules.artifact(pointer, id);
  }

  private void checkSize(List<String> arguments) {
    long all = 0;
    for (int i = 0; i < arguments.size(); i++) {
      int bytes = arguments.get(i).getBytes(StandardCharsets.UTF_8).length;
      all += bytes;
      if (bytes > MAX_ARGUMENT_BYTES) {
        violations.add(
            Violation.pointer("/application/arguments", i),
            "TOO_LONG",
            "may have at most " + MAX_ARGUMENT_BYTES + " bytes");
      }
    }
    if (all > MAX_ARGUMENTS_BYTES) {
      violations.add(
          "/application/arguments", "TOO_LONG", "may have at most 1 MiB in all: put it in a file");
    }
  }
}
