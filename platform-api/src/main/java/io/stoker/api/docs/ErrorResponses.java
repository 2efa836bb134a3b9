package io.stoker.api.docs;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

/** Lists the problems that each operation can answer with, told from what it takes. */
@Component
class ErrorResponses implements GlobalOperationCustomizer {
  static final Map<String, ApiResponse> ALL = responses();

  private static Map<String, ApiResponse> responses() {
    Map<String, String> meanings =
        Map.of(
            "400", "The request is malformed: not JSON, or a parameter of a wrong type.",
            "401", "No credential, or one that is not known (any more).",
            "403", "A credential of another kind.",
            "404", "There is no such thing.",
            "409", "Contradicts what is there now.",
            "412", "Changed since the revision in If-Match.",
            "413", "The body is larger than 1 MiB.",
            "415", "The body is not of a content type that is read here.",
            "422", "The body is JSON, but not a request that can be met; errors names each field.",
            "428", "If-Match is missing.");
    Map<String, ApiResponse> responses = new TreeMap<>();
    meanings.forEach((status, meaning) -> responses.put(name(status), problem(meaning)));
    responses.put(name("416"), problem("There is no such part."));
    responses.put(
        name("429"), problem("As many as may wait; try again after the seconds in Retry-After."));
    responses.put(
        name("503"),
        problem(
            "Cannot answer now, as while the database or the storage is away; try again after the"
                + " seconds in Retry-After."));
    return responses;
  }

  private static ApiResponse problem(String description) {
    return new ApiResponse()
        .description(description)
        .content(
            new Content()
                .addMediaType(
                    "application/problem+json",
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    for (String status : statuses(operation, handler)) {
      if (!operation.getResponses().containsKey(status)) {
        operation
            .getResponses()
            .addApiResponse(
                status, new ApiResponse().$ref("#/components/responses/" + name(status)));
      }
    }
    return operation;
  }

  private static Set<String> statuses(Operation operation, HandlerMethod handler) {
    Set<String> statuses = new TreeSet<>(List.of("401", "403", "503"));
    List<Parameter> parameters =
        Stream.concat(
                Stream.ofNullable(operation.getParameters()).flatMap(List::stream),
                SharedParameters.of(handler))
            .toList();
    if (!parameters.isEmpty()) {
      statuses.add("400");
    }
    if (parameters.stream().anyMatch(parameter -> "path".equals(parameter.getIn()))) {
      statuses.add("404");
    }
    if (parameters.stream().anyMatch(it -> HttpHeaders.IF_MATCH.equals(it.getName()))) {
      statuses.addAll(List.of("412", "428"));
    }
    if (parameters.stream().anyMatch(it -> HttpHeaders.RANGE.equals(it.getName()))) {
      statuses.add("416");
    }
    if (operation.getOperationId().equals("startRun")) {
      statuses.add("429");
    }
    if (operation.getRequestBody() != null) {
      statuses.addAll(List.of("400", "413", "415", "422"));
    }
    if (!handler.hasMethodAnnotation(GetMapping.class)) {
      statuses.add("409");
    }
    return statuses;
  }

  private static String name(String status) {
    return "Problem" + status;
  }
}
