package io.stoker.spark.sql;

import io.stoker.spark.driver.JobFailure;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * Splits a script where Spark's own lexer sees a semicolon, so strings, quoted names and comments
 * mean here what they mean to Spark. A {@code BEGIN} block is one statement up to the script's end.
 */
final class SqlScript {
  private final String script;
  private final List<SqlStatement> statements = new ArrayList<>();
  private final List<Token> open = new ArrayList<>();

  private SqlScript(String script) {
    this.script = script;
  }

  static List<SqlStatement> split(String script) {
    return new SqlScript(script).split();
  }

  private List<SqlStatement> split() {
    var lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(script)));
    lexer.removeErrorListeners();
    for (Token token : lexer.getAllTokens()) {
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      if (token.getType() == SqlBaseLexer.SEMICOLON && !inBlock()) {
        close();
      } else {
        open.add(token);
      }
    }
    close();
    if (lexer.has_unclosed_bracketed_comment) {
      throw JobFailure.permanent(
          "SQL_PARSE_ERROR", "A comment that begins with /* never ends. Close it with */.");
    }
    return statements;
  }

  private boolean inBlock() {
    return !open.isEmpty() && open.get(0).getType() == SqlBaseLexer.BEGIN;
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    Token first = open.get(0);
    Token last = open.get(open.size() - 1);
    // The lexer counts code points, strings count UTF-16 units.
    int begin = script.offsetByCodePoints(0, first.getStartIndex());
    int end = script.offsetByCodePoints(begin, last.getStopIndex() + 1 - first.getStartIndex());
    statements.add(
        new SqlStatement(
            statements.size() + 1,
            script.substring(begin, end),
            first.getLine(),
            first.getCharPositionInLine()));
    open.clear();
  }
}
