package io.stoker.spark.sql;

import io.stoker.contract.driver.SqlProgram;
import io.stoker.spark.driver.JobFailure;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

/** Turns parameter values into the Java objects that Spark binds as literals of their type. */
final class Parameters {
  private Parameters() {}

  static Map<String, Object> of(Map<String, SqlProgram.Value> values) {
    Map<String, Object> bound = new TreeMap<>();
    values.forEach((name, value) -> bound.put(name, value(name, value)));
    return bound;
  }

  private static Object value(String name, SqlProgram.Value value) {
    try {
      return value(value.type(), value.text());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw JobFailure.permanent(
          "PARAMETER_INVALID",
          "Parameter '%s' is not a %s: '%s'.".formatted(name, value.type(), value.text()),
          e);
    }
  }

  private static Object value(String type, String text) {
    return switch (type) {
      case "string" -> text;
      case "integer" -> Long.valueOf(text);
      case "double" -> Double.valueOf(text);
      case "decimal" -> new BigDecimal(text);
      case "boolean" -> bool(text);
      case "date" -> LocalDate.parse(text);
      case "timestamp" -> OffsetDateTime.parse(text).toInstant();
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
