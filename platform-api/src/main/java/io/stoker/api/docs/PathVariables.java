package io.stoker.api.docs;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Says once what the variables in paths are. */
@Component
class PathVariables implements GlobalOperationCustomizer {
  private static final Map<String, String> MEANINGS =
      Map.of(
          "job", "The job's name.",
          "number", "The revision's number, from 1.",
          "run", "The run's id.",
          "schedule", "The schedule's id.",
          "node", "The node's id.",
          "queue", "The queue's name.",
          "artifact", "The artifact's id: the SHA-256 of its bytes, 64 hexadecimal digits.");

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
    for (Parameter parameter : parameters) {
      if ("path".equals(parameter.getIn()) && parameter.getDescription() == null) {
        parameter.description(MEANINGS.get(parameter.getName()));
      }
    }
    return operation;
  }
}
