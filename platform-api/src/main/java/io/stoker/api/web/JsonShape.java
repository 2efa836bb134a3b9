package io.stoker.api.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares a JSON tree with a record, reports every place that does not fit and takes it out of the
 * tree, so that the rest can be bound. Jackson by itself stops at the first wrong place.
 */
final class JsonShape {

  private final Violations violations;
  private final boolean tolerant;

  /**
   * @param tolerant whether unknown fields are dropped silently, as from a newer sender
   */
  JsonShape(Violations violations, boolean tolerant) {
    this.violations = violations;
    this.tolerant = tolerant;
  }

  boolean fits(JsonNode node, Type type, String pointer) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == Map.class
          ? node instanceof ObjectNode object
              ? mapFits(object, arguments[1], pointer)
              : wrong(node, "an object", pointer)
          : node instanceof ArrayNode array
              ? listFits(array, arguments[0], pointer)
              : wrong(node, "a list", pointer);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord() || plain.isAnnotationPresent(JsonTypeInfo.class)) {
      return node instanceof ObjectNode object
          ? objectFits(object, plain, pointer)
          : wrong(node, "an object", pointer);
    }
    return new JsonScalars(violations).fits(node, plain, pointer);
  }

  private boolean objectFits(ObjectNode object, Class<?> type, String pointer) {
    JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
    if (info == null) {
      return recordFits(object, type, pointer, Set.of());
    }
    Map<String, Class<?>> known = subtypes(type);
    JsonNode id = object.path(info.property());
    Class<?> chosen = id.isString() ? known.get(id.stringValue()) : null;
    if (chosen == null) {
      reportType(id, known.keySet(), Violation.pointer(pointer, info.property()));
      return false;
    }
    return recordFits(object, chosen, pointer, Set.of(info.property()));
  }

  private void reportType(JsonNode id, Set<String> known, String pointer) {
    violations.add(
        pointer,
        id.isMissingNode() ? "REQUIRED" : "UNKNOWN_WORD",
        "must be one of " + String.join(", ", known) + JsonScalars.butIs(id));
  }

  private boolean recordFits(
      ObjectNode object, Class<?> type, String pointer, Set<String> alsoKnown) {
    Map<String, RecordComponent> fields = fields(type);
    for (String name : List.copyOf(object.propertyNames())) {
      RecordComponent field = fields.get(name);
      String place = Violation.pointer(pointer, name);
      if (field != null) {
        fieldFits(object, name, field, place);
      } else if (!alsoKnown.contains(name)) {
        object.remove(name);
        reportUnknown(place, fields.keySet());
      }
    }
    requireFields(object, fields, pointer);
    return true;
  }

  private void fieldFits(ObjectNode object, String name, RecordComponent field, String place) {
    JsonNode value = object.path(name);
    if (value.isNull() || !fits(value, field.getGenericType(), place)) {
      object.remove(name);
    }
  }

  private void reportUnknown(String place, Set<String> known) {
    if (!tolerant) {
      violations.add(
          place,
          "UNKNOWN_FIELD",
          "is not a field here; there are "
              + known.stream().sorted().collect(Collectors.joining(", ")));
    }
  }

  private void requireFields(
      ObjectNode object, Map<String, RecordComponent> fields, String pointer) {
    fields.forEach(
        (name, field) -> {
          boolean required = !field.getAnnotatedType().isAnnotationPresent(Nullable.class);
          if (required && !object.has(name)) {
            violations.add(Violation.pointer(pointer, name), "REQUIRED", "is required");
          }
        });
  }

  private boolean mapFits(ObjectNode object, Type valueType, String pointer) {
    for (String name : List.copyOf(object.propertyNames())) {
      String place = Violation.pointer(pointer, name);
      if (!JsonScalars.storable(name)) {
        violations.add(place, "INVALID_TEXT", "has a name with a character that is no text");
        object.remove(name);
      } else if (!fits(object.path(name), valueType, place)) {
        object.remove(name);
      }
    }
    return true;
  }

  private boolean listFits(ArrayNode array, Type elementType, String pointer) {
    boolean fits = true;
    for (int i = 0; i < array.size(); i++) {
      fits &= fits(array.path(i), elementType, Violation.pointer(pointer, i));
    }
    return fits;
  }

  private boolean wrong(JsonNode node, String wanted, String pointer) {
    violations.add(pointer, "WRONG_TYPE", "must be " + wanted + JsonScalars.butIs(node));
    return false;
  }

  private static Map<String, Class<?>> subtypes(Class<?> type) {
    Map<String, Class<?>> subtypes = new LinkedHashMap<>();
    for (JsonSubTypes.Type subtype :
        Objects.requireNonNull(type.getAnnotation(JsonSubTypes.class)).value()) {
      subtypes.put(subtype.name(), subtype.value());
    }
    return subtypes;
  }

  private static Map<String, RecordComponent> fields(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .collect(
            Collectors.toMap(
                JsonShape::jsonName, field -> field, (one, other) -> one, LinkedHashMap::new));
  }

  static String jsonName(RecordComponent field) {
    JsonProperty renamed = field.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null || renamed.value().isEmpty() ? field.getName() : renamed.value();
  }
}
