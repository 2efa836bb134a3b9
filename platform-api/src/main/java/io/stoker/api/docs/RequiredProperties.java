package io.stoker.api.docs;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Marks what a record always has: its components that are not nullable. */
@Component
class RequiredProperties implements ModelConverter {

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> resolved = chain.next().resolve(type, context, chain);
    JavaType javaType = Json.mapper().constructType(type.getType());
    if (resolved != null && javaType != null && javaType.getRawClass().isRecord()) {
      mark(definition(resolved, context), javaType.getRawClass());
    }
    return resolved;
  }

  /** A record is defined once and elsewhere referred to. */
  private static Schema<?> definition(Schema<?> schema, ModelConverterContext context) {
    String reference = schema.get$ref();
    if (reference == null) {
      return schema;
    }
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    return Objects.requireNonNullElse(context.getDefinedModels().get(name), schema);
  }

  private static void mark(Schema<?> schema, Class<?> record) {
    for (RecordComponent component : record.getRecordComponents()) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean known =
          schema.getProperties() != null && schema.getProperties().containsKey(component.getName());
      boolean marked =
          schema.getRequired() != null && schema.getRequired().contains(component.getName());
      if (known && !nullable && !marked) {
        schema.addRequiredItem(component.getName());
      }
    }
  }
}
