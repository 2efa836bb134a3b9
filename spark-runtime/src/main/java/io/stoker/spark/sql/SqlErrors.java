package io.stoker.spark.sql;

import io.stoker.spark.driver.JobFailure;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import scala.Option;

/** Puts what Spark's parser and analyser find wrong into one sentence with its place. */
final class SqlErrors {
  private SqlErrors() {}

  static JobFailure of(SqlStatement statement, AnalysisException error) {
    boolean parse = error instanceof ParseException;
    return JobFailure.permanent(
        parse ? "SQL_PARSE_ERROR" : "SQL_ANALYSIS_ERROR",
        sentence(error) + " (" + place(statement, error) + ")",
        error);
  }

  private static String place(SqlStatement statement, AnalysisException error) {
    boolean parse = error instanceof ParseException;
    Option<Object> line = parse ? ((ParseException) error).start().line() : error.line();
    Option<Object> column =
        parse ? ((ParseException) error).start().startPosition() : error.startPosition();
    if (line.isEmpty() || column.isEmpty()) {
      return statement.place();
    }
    return statement.place((Integer) line.get(), (Integer) column.get());
  }

  /** Spark's message with its error class, without place, query excerpt and plan. */
  private static String sentence(AnalysisException error) {
    Optional<String> message = Optional.ofNullable(error.message());
    String text = message.orElse("Spark gives no message.");
    int excerpt = text.indexOf("\n== SQL");
    int plan = text.indexOf(";\n'");
    int end = Math.min(excerpt < 0 ? text.length() : excerpt, plan < 0 ? text.length() : plan);
    return text.substring(0, end).replaceAll("\\s*\\R\\s*", " ").trim();
  }
}
