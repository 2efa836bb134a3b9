package io.stoker.spark.sql;

/**
 * One statement of a script.
 *
 * @param number in the script, from 1
 * @param line where it begins in the script, from 1
 * @param column where it begins in that line, from 0
 */
record SqlStatement(int number, String text, int line, int column) {

  /** Where in the script a place in this statement is; lines from 1, columns from 0. */
  String place(int lineInStatement, int columnInStatement) {
    int scriptColumn = lineInStatement == 1 ? column + columnInStatement : columnInStatement;
    return "statement %d, line %d, column %d"
        .formatted(number, line + lineInStatement - 1, scriptColumn + 1);
  }

  String place() {
    return "statement %d, line %d".formatted(number, line);
  }
}
