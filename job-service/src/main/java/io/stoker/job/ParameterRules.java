package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.job.ParameterValue.Accepted;
import io.stoker.job.ParameterValue.Refused;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Declared parameters: plain names, known types, defaults of that type, and used by the program.
 */
final class ParameterRules {
  private static final int MAX_PARAMETERS = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final String WORDS =
      Arrays.stream(ParameterType.values())
          .map(ParameterType::word)
          .collect(Collectors.joining(", "));

  private final Violations violations;

  ParameterRules(Violations violations) {
    this.violations = violations;
  }

  Map<String, JobSpec.Parameter> checked(
      @Nullable Map<String, JobDraft.Parameter> drafts, JobSpec.Application application) {
    Map<String, JobSpec.Parameter> checked = new TreeMap<>();
    if (drafts == null) {
      return checked;
    }
    if (drafts.size() > MAX_PARAMETERS) {
      violations.add("/parameters", "TOO_MANY", "may declare at most " + MAX_PARAMETERS);
    }
    drafts.forEach(
        (name, draft) -> {
          String pointer = Violation.pointer("/parameters", name);
          checkName(pointer, name, application);
          parameter(pointer, draft).ifPresent(parameter -> checked.put(name, parameter));
        });
    return checked;
  }

  private void checkName(String pointer, String name, JobSpec.Application application) {
    if (!NAME.matcher(name).matches()) {
      violations.add(
          pointer,
          "NOT_AN_IDENTIFIER",
          "must be named by a plain identifier: letters, digits and _, not first a digit");
    } else {
      whyUnused(name, application).ifPresent(why -> violations.add(pointer, "UNUSED", why));
    }
  }

  private static Optional<String> whyUnused(String name, JobSpec.Application application) {
    if (application instanceof JobSpec.Program program) {
      String reference = ArgumentText.PARAMETER + name;
      boolean used =
          program.arguments().stream()
              .anyMatch(text -> new ArgumentText(text).references().contains(reference));
      return used
          ? Optional.empty()
          : Optional.of("is declared, but no argument takes it by ${" + reference + "}");
    }
    // The other way round, a marker that nobody declared, is left to Spark: telling a marker from
    // other colons would need its grammar.
    String script = ((JobSpec.Sql) application).script();
    boolean used =
        script.isEmpty() || Pattern.compile(":\\s*" + name + "\\b").matcher(script).find();
    return used
        ? Optional.empty()
        : Optional.of("is declared, but the SQL has no marker :" + name + " that takes it");
  }

  private Optional<JobSpec.Parameter> parameter(
      String pointer, JobDraft.@Nullable Parameter draft) {
    if (draft == null) {
      violations.add(pointer, "REQUIRED", "must be an object with a type");
      return Optional.empty();
    }
    Optional<ParameterType> type = ParameterType.ofWord(draft.type());
    if (type.isEmpty()) {
      violations.add(pointer + "/type", "UNKNOWN_WORD", "must be one of " + WORDS);
    }
    return type.map(
        known ->
            new JobSpec.Parameter(
                known,
                defaultText(pointer + "/default", known, draft.defaultValue()),
                draft.description()));
  }

  private @Nullable String defaultText(
      String pointer, ParameterType type, @Nullable Object defaultValue) {
    if (defaultValue == null) {
      return null;
    }
    ParameterValue value = type.canonical(defaultValue);
    if (value instanceof Accepted accepted) {
      return accepted.text();
    }
    violations.add(((Refused) value).at(pointer));
    return null;
  }
}
