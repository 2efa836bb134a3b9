package io.stoker.run;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import io.stoker.job.JobSpec;
import io.stoker.job.ParameterValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Binds what a caller gives to the parameters that a job declares. */
final class Arguments {
  private final Map<String, JobSpec.Parameter> declared;
  private final Map<String, Argument> bound = new TreeMap<>();
  private final Violations violations = new Violations();

  private Arguments(Map<String, JobSpec.Parameter> declared) {
    this.declared = declared;
  }

  /**
   * Every declared parameter with its value.
   *
   * @param given JSON values as Jackson reads them into an {@code Object}
   * @throws StokerException naming every parameter that is unknown, missing or of the wrong type
   */
  static Map<String, Argument> bind(
      Map<String, JobSpec.Parameter> declared, Map<String, ? extends @Nullable Object> given) {
    Arguments arguments = new Arguments(declared);
    given.forEach(arguments::take);
    declared.forEach(
        (name, parameter) -> {
          if (!given.containsKey(name)) {
            arguments.takeDefault(name, parameter);
          }
        });
    arguments.violations.throwIfAny();
    return arguments.bound;
  }

  private void take(String name, @Nullable Object value) {
    JobSpec.Parameter parameter = declared.get(name);
    if (parameter == null) {
      violations.add(pointer(name), "UNKNOWN_PARAMETER", unknown());
      return;
    }
    ParameterValue judged = parameter.type().canonical(value);
    if (judged instanceof ParameterValue.Accepted accepted) {
      bound.put(name, new Argument(parameter.type(), accepted.text()));
    } else if (judged instanceof ParameterValue.Refused refused) {
      violations.add(refused.at(pointer(name)));
    }
  }

  private void takeDefault(String name, JobSpec.Parameter parameter) {
    String text = parameter.defaultText();
    if (text == null) {
      violations.add(
          pointer(name),
          "MISSING_PARAMETER",
          "must be set (type " + parameter.type().word() + "): it has no default");
    } else {
      bound.put(name, new Argument(parameter.type(), text));
    }
  }

  private String unknown() {
    return declared.isEmpty()
        ? "is not declared: the job has no parameters"
        : "is not declared; the job has " + String.join(", ", declared.keySet());
  }

  private static String pointer(String name) {
    return Violation.pointer("/parameters", name);
  }
}
