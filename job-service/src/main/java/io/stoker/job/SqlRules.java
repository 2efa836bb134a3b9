package io.stoker.job;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A SQL application: its script, its inputs and how its result is written. */
final class SqlRules {
  private static final int MAX_INPUTS = 100;
  private static final List<String> READ_FORMATS = List.of("parquet", "csv", "json", "orc", "text");
  private static final List<String> WRITE_FORMATS = List.of("parquet", "csv", "json", "orc");
  private static final Pattern VIEW = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private final Violations violations;

  SqlRules(Violations violations) {
    this.violations = violations;
  }

  JobSpec.Sql application(JobDraft.Sql draft) {
    String script = draft.script() == null ? "" : draft.script();
    if (script.isBlank()) {
      violations.add("/application/sql", "REQUIRED", "is required and must not be blank");
    }
    return new JobSpec.Sql(inputs(draft.inputs()), script);
  }

  JobSpec.@Nullable Output output(JobDraft.@Nullable Output draft) {
    if (draft == null) {
      return null;
    }
    String format = draft.format() == null ? "parquet" : draft.format();
    word("/result/format", format, WRITE_FORMATS);
    word("/result/mode", draft.mode() == null ? "snapshot" : draft.mode(), List.of("snapshot"));
    return new JobSpec.Output(
        format, partitionBy(draft.partitionBy()), options("/result/options", draft.options()));
  }

  private List<JobSpec.Input> inputs(@Nullable List<JobDraft.Input> drafts) {
    List<JobSpec.Input> inputs = new ArrayList<>();
    Set<String> views = new HashSet<>();
    List<JobDraft.Input> given = drafts == null ? List.of() : drafts;
    if (given.size() > MAX_INPUTS) {
      violations.add("/application/inputs", "TOO_MANY", "may have at most " + MAX_INPUTS);
    }
    for (int i = 0; i < given.size(); i++) {
      String pointer = Violation.pointer("/application/inputs", i);
      JobSpec.Input input = input(pointer, given.get(i));
      // Spark's views ignore case
      if (!views.add(input.view().toLowerCase(Locale.ROOT))) {
        violations.add(
            pointer + "/view", "DUPLICATE", "names the view " + input.view() + " a second time");
      }
      inputs.add(input);
    }
    return List.copyOf(inputs);
  }

  private JobSpec.Input input(String pointer, JobDraft.@Nullable Input draft) {
    if (draft == null) {
      violations.add(pointer, "REQUIRED", "must be an object with view, format and path");
      return new JobSpec.Input(pointer, "parquet", "", Map.of(), null);
    }
    String view = draft.view() == null ? pointer : draft.view();
    if (!VIEW.matcher(view).matches()) {
      violations.add(
          pointer + "/view",
          draft.view() == null ? "REQUIRED" : "NOT_AN_IDENTIFIER",
          "must be a plain SQL identifier: letters, digits and _, not first a digit");
    }
    String format = draft.format() == null ? "" : draft.format();
    word(pointer + "/format", format, READ_FORMATS);
    String path = draft.path() == null ? "" : draft.path();
    InputPath.problem(path).ifPresent(found -> violations.add(found.at(pointer + "/path")));
    return new JobSpec.Input(
        view, format, path, options(pointer + "/options", draft.options()), draft.schema());
  }

  private void word(String pointer, String word, List<String> known) {
    if (!known.contains(word)) {
      String code = word.isEmpty() ? "REQUIRED" : "UNKNOWN_WORD";
      violations.add(pointer, code, "must be one of " + String.join(", ", known));
    }
  }

  private List<String> partitionBy(@Nullable List<String> columns) {
    List<String> given = columns == null ? List.of() : columns;
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < given.size(); i++) {
      String pointer = Violation.pointer("/result/partitionBy", i);
      if (given.get(i) == null || given.get(i).isBlank()) {
        violations.add(pointer, "REQUIRED", "must be the name of a column");
      } else if (!seen.add(given.get(i).toLowerCase(Locale.ROOT))) {
        violations.add(pointer, "DUPLICATE", "names the column " + given.get(i) + " a second time");
      }
    }
    return violations.isEmpty() ? List.copyOf(given) : List.of();
  }

  private Map<String, String> options(String pointer, @Nullable Map<String, String> options) {
    Map<String, String> checked = new TreeMap<>();
    if (options != null) {
      options.forEach(
          (name, value) -> {
            String place = Violation.pointer(pointer, name);
            if (value == null) {
              violations.add(place, "REQUIRED", "must be a text");
            } else if (name.equalsIgnoreCase("path") || name.equalsIgnoreCase("paths")) {
              violations.add(
                  place,
                  "HAS_OWN_FIELD",
                  "is not an option: where to read is /path's matter, where to write is the"
                      + " platform's");
            } else {
              checked.put(name, value);
            }
          });
    }
    return checked;
  }
}
