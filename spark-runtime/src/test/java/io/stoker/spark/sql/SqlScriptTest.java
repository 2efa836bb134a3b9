package io.stoker.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {
  private static List<String> texts(String script) {
    return SqlScript.split(script).stream().map(SqlStatement::text).toList();
  }

  @Test
  void semicolonsSeparateStatements() {
    assertThat(texts("select 1; select 2 ;\n select 3"))
        .containsExactly("select 1", "select 2", "select 3");
    assertThat(texts("select 1;")).containsExactly("select 1");
    assertThat(texts(" ;; \n; ")).isEmpty();
    assertThat(texts("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'a;b'",
        "select \"a;b\"",
        "select `a;b` from t",
        "select 'it''s; fine'",
        "select 'it\\'s; fine'",
        "select \"a\\\"; b\"",
        "select `a``;b` from t",
        "select r'raw\\;' , 1",
        "select 'a' 'b;c'",
        "select 'over\nlines; here'",
        "select '-- no comment; ' , '/* neither; '",
        "select 1 -- a; comment\n, 2",
        "select 1 /* a; comment */ , 2",
        "select 1 /* nested /* a; */ b; */ , 2",
        "select /*+ broadcast(t) */ 1 from t",
        "select 1 -- it's; unbalanced\n, 2",
        "select '\\\\', 'a;'",
        "begin declare x int; set x = 1; select x; end",
      })
  void theseAreOneStatement(String statement) {
    assertThat(texts(statement)).containsExactly(statement);
    assertThat(texts("select 0; " + statement)).containsExactly("select 0", statement);
  }

  @Test
  void commentsAroundStatementsAreLeftOut() {
    assertThat(texts("-- first; \n select 1 /* of; two */ ; -- rest; \n"))
        .containsExactly("select 1");
  }

  @Test
  void positionsAreThoseOfTheScript() {
    List<SqlStatement> statements =
        SqlScript.split("select 1;\n\n  /* why */ select\n  2; select '😀'; select 3");
    assertThat(statements)
        .extracting(SqlStatement::number, SqlStatement::line, SqlStatement::column)
        .containsExactly(tuple(1, 1, 0), tuple(2, 3, 12), tuple(3, 4, 5), tuple(4, 4, 17));
    assertThat(statements.get(2).text()).isEqualTo("select '😀'");
    assertThat(statements.get(3).text()).isEqualTo("select 3");
    assertThat(statements.get(1).place(1, 7)).isEqualTo("statement 2, line 3, column 20");
    assertThat(statements.get(1).place(2, 2)).isEqualTo("statement 2, line 4, column 3");
  }

  @Test
  void anUnclosedCommentIsRefused() {
    assertThatThrownBy(() -> SqlScript.split("select 1 /* and ; so on"))
        .hasMessageContaining("never ends");
  }
}
