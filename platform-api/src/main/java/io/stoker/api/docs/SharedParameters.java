package io.stoker.api.docs;

import io.stoker.api.web.IdempotencyHeader;
import io.stoker.api.web.Paging;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.revision.ExpectedRevision;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** The parameters of what many operations take as one argument. */
@Component
class SharedParameters implements GlobalOperationCustomizer {
  static final Map<Class<?>, List<Parameter>> ALL =
      Map.of(
          Paging.class,
          List.of(
              new QueryParameter()
                  .name("pageSize")
                  .description("Items on a page, 1 to 500.")
                  .example(50)
                  .required(false)
                  .schema(new IntegerSchema()),
              new QueryParameter()
                  .name("pageToken")
                  .description("The nextPageToken of the page before.")
                  .required(false)
                  .schema(new StringSchema())),
          ExpectedRevision.class,
          List.of(
              new HeaderParameter()
                  .name(HttpHeaders.IF_MATCH)
                  .description(
                      "ETag of the revision that the change is based on, or * for whichever there"
                          + " is.")
                  .example("*")
                  .required(true)
                  .schema(new StringSchema())),
          IdempotencyKey.class,
          List.of(
              new HeaderParameter()
                  .name(IdempotencyHeader.NAME)
                  .description("A name of your own for this request, at most 255 characters.")
                  .required(false)
                  .schema(new StringSchema())));

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    of(handler).forEach(operation::addParametersItem);
    return operation;
  }

  /** Those of one operation, whether or not its description has them already. */
  static Stream<Parameter> of(HandlerMethod handler) {
    return Stream.of(handler.getMethodParameters())
        .map(MethodParameter::getParameterType)
        .map(type -> ALL.getOrDefault(type, List.of()))
        .flatMap(List::stream);
  }
}
