package io.stoker.spark.sql;

import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;

/**
 * A script whose every statement parses and may run. It is checked before Spark starts, so that a
 * typo costs two seconds and no executors.
 *
 * @param statements in order
 * @param endsWithQuery whether the last statement asks for rows
 */
record CheckedScript(List<SqlStatement> statements, boolean endsWithQuery) {

  static CheckedScript of(String sql, Map<String, Object> parameters, SparkConf conf) {
    List<SqlStatement> statements = SqlScript.split(sql);
    SQLConf settings = settings(conf);
    return SQLConf.withExistingConf(
        settings, () -> new CheckedScript(statements, check(statements, parameters)));
  }

  /** What changes how Spark parses, quotes and escapes. */
  private static SQLConf settings(SparkConf conf) {
    SQLConf settings = new SQLConf();
    for (var setting : conf.getAllWithPrefix("spark.sql.")) {
      String key = "spark.sql." + setting._1();
      try {
        settings.setConfString(key, setting._2());
      } catch (Exception e) {
        throw JobFailure.permanent(
            "SPARK_CONF_INVALID",
            "The setting %s cannot be '%s': %s".formatted(key, setting._2(), Sentences.of(e)),
            e);
      }
    }
    return settings;
  }

  /** Says whether the last statement is a query. */
  private static boolean check(List<SqlStatement> statements, Map<String, Object> parameters) {
    StatementParser parser = new StatementParser(parameters);
    boolean query = false;
    for (SqlStatement statement : statements) {
      LogicalPlan plan = parse(parser, statement);
      StatementRules.check(statement, plan);
      query = StatementRules.isQuery(plan);
    }
    return query;
  }

  private static LogicalPlan parse(StatementParser parser, SqlStatement statement) {
    try {
      return parser.parse(statement.text());
    } catch (Exception e) {
      if (e instanceof AnalysisException analysis) {
        throw SqlErrors.of(statement, analysis);
      }
      throw e;
    }
  }

  /** Refuses a script that is to have a result and doesn't end with a query. */
  void requireQuery() {
    if (!endsWithQuery) {
      String last =
          statements.isEmpty()
              ? "it has no statement"
              : "its last statement is none ("
                  + statements.get(statements.size() - 1).place()
                  + ")";
      throw JobFailure.permanent(
          "NO_RESULT_QUERY",
          "The job declares a result, so its SQL must end with a query, and "
              + last
              + ". End the script with the query, or take 'result' out of the definition.");
    }
  }

  List<SqlStatement> beforeResult() {
    return new ArrayList<>(statements.subList(0, statements.size() - 1));
  }

  SqlStatement last() {
    return statements.get(statements.size() - 1);
  }
}
