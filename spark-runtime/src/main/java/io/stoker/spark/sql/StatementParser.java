package io.stoker.spark.sql;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.parser.NamedParameterContext;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's parser with a script's parameters, which it fills in itself since Spark 4.1. */
final class StatementParser {
  private static final String FILLS_IN =
      "org.apache.spark.sql.catalyst.parser.NamedParameterContext";

  private final SparkSqlParser parser = new SparkSqlParser();
  private final @Nullable Filling filling;

  StatementParser(Map<String, Object> parameters) {
    filling = fillsIn() ? new Filling(parameters) : null;
  }

  LogicalPlan parse(String text) {
    return filling == null ? parser.parsePlan(text) : filling.parse(parser, text);
  }

  private static boolean fillsIn() {
    try {
      Class.forName(FILLS_IN, false, StatementParser.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Apart, so that Spark 4.0, which has no such class, does not look for it. */
  private static final class Filling {
    private final NamedParameterContext parameters;

    Filling(Map<String, Object> parameters) {
      Map<String, Expression> literals = new HashMap<>();
      parameters.forEach((name, value) -> literals.put(name, Literal$.MODULE$.apply(value)));
      this.parameters =
          new NamedParameterContext(
              scala.collection.immutable.Map.from(CollectionConverters.asScala(literals)));
    }

    LogicalPlan parse(SparkSqlParser parser, String text) {
      return parser.parsePlanWithParameters(text, parameters);
    }
  }
}
