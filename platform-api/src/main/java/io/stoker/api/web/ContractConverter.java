package io.stoker.api.web;

import io.stoker.error.Violations;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the records of the contract: those of the public API strictly, those of the protocols with
 * nodes and drivers tolerantly, since these may be one version ahead.
 */
class ContractConverter extends JacksonJsonHttpMessageConverter {
  private static final String CONTRACT = "io.stoker.contract";

  private final JsonBodies bodies;

  ContractConverter(JsonMapper mapper, JsonBodies bodies) {
    super(mapper);
    this.bodies = bodies;
  }

  @Override
  public Object read(
      ResolvableType type, HttpInputMessage input, @Nullable Map<String, Object> hints)
      throws IOException {
    boolean withViolations = type.toClass() == Body.class;
    ResolvableType record = withViolations ? type.getGeneric(0) : type;
    if (!record.toClass().getName().startsWith(CONTRACT)) {
      return super.read(type, input, hints);
    }
    Body<Object> body = body(record, input);
    if (withViolations) {
      return body;
    }
    new Violations(body.violations()).throwIfAny();
    if (body.value() == null) {
      throw new IllegalStateException("Nothing was read, and nothing was wrong");
    }
    return body.value();
  }

  private Body<Object> body(ResolvableType record, HttpInputMessage input) throws IOException {
    Type type = record.getType();
    return bodies.body(
        bodies.object(input.getBody().readAllBytes()), type, isInternal(record.toClass()));
  }

  private static boolean isInternal(Class<?> record) {
    return record.getPackageName().equals(CONTRACT + ".node")
        || record.getPackageName().equals(CONTRACT + ".driver");
  }
}
