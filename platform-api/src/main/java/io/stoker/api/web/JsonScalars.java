package io.stoker.api.web;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Compares single JSON values with the types of fields; nothing is converted on the way. */
final class JsonScalars {
  private static final int SHOWN = 60;

  private final Violations violations;

  JsonScalars(Violations violations) {
    this.violations = violations;
  }

  boolean fits(JsonNode node, Class<?> type, String pointer) {
    return switch (type.getSimpleName()) {
      case "Object" -> textsFit(node, pointer);
      case "String" ->
          expect(node.isString(), node, "a text in quotes", pointer) && textsFit(node, pointer);
      case "Boolean", "boolean" ->
          expect(node.isBoolean(), node, "true or false without quotes", pointer);
      case "Integer", "int" ->
          expect(
              node.isIntegralNumber() && node.canConvertToInt(),
              node,
              "a whole number of at most 10 digits without quotes",
              pointer);
      case "Long", "long" ->
          expect(
              node.isIntegralNumber() && node.canConvertToLong(),
              node,
              "a whole number of at most 19 digits without quotes",
              pointer);
      case "BigDecimal" -> expect(node.isNumber(), node, "a number without quotes", pointer);
      case "UUID" -> expect(isUuid(node), node, "an id", pointer);
      case "Instant" ->
          expect(isInstant(node), node, "a moment as \"2001-06-30T12:00:00Z\"", pointer);
      case "Duration" ->
          expect(isDuration(node), node, "an ISO-8601 duration as \"PT30S\"", pointer);
      default -> throw new IllegalStateException("A body's field has the type " + type);
    };
  }

  /** Whether PostgreSQL can keep it: its JSON and text know no NUL and no half characters. */
  static boolean storable(String text) {
    return text.chars().noneMatch(c -> c == 0)
        && text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** What a node is, in words. */
  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> "an object";
      case ARRAY -> "a list";
      case NUMBER -> "a number";
      case STRING, BINARY -> "a text";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case MISSING -> "missing";
    };
  }

  /** The end of a sentence that says what a value should be. */
  static String butIs(JsonNode node) {
    if (node.isMissingNode()) {
      return "";
    }
    if (node.isContainer() || node.isNull()) {
      return ", but is " + kind(node);
    }
    String text = node.toString();
    return ", but is " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }

  private boolean textsFit(JsonNode node, String pointer) {
    if (node.isString()) {
      boolean storable = storable(node.stringValue());
      if (!storable) {
        violations.add(pointer, "INVALID_TEXT", "contains a character that is no text, as U+0000");
      }
      return storable;
    }
    boolean fits = true;
    int index = 0;
    for (JsonNode element : node.isArray() ? node.values() : List.<JsonNode>of()) {
      fits &= textsFit(element, Violation.pointer(pointer, index++));
    }
    for (var member : node.properties()) {
      String place = Violation.pointer(pointer, member.getKey());
      if (!storable(member.getKey())) {
        violations.add(place, "INVALID_TEXT", "has a name with a character that is no text");
        fits = false;
      }
      fits &= textsFit(member.getValue(), place);
    }
    return fits;
  }

  private boolean expect(boolean fits, JsonNode node, String wanted, String pointer) {
    if (!fits) {
      violations.add(pointer, "WRONG_TYPE", "must be " + wanted + butIs(node));
    }
    return fits;
  }

  private static boolean isUuid(JsonNode node) {
    try {
      // UUID's own parser accepts shortened groups
      return node.isString()
          && UUID.fromString(node.stringValue()).toString().equalsIgnoreCase(node.stringValue());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isInstant(JsonNode node) {
    try {
      return node.isString() && !Instant.parse(node.stringValue()).equals(Instant.MAX);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isDuration(JsonNode node) {
    try {
      return node.isString() && Duration.parse(node.stringValue()).abs() != null;
    } catch (DateTimeParseException | ArithmeticException e) {
      return false;
    }
  }
}
