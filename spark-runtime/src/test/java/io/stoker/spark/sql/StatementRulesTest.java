package io.stoker.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.spark.driver.JobFailure;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementRulesTest {
  private static CheckedScript check(String sql) {
    return CheckedScript.of(sql, Map.of("p", 1L), new SparkConf(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set spark.sql.sources.commitProtocolClass=x",
        "set spark.sql.variable.substitute=true",
        "set spark.sql.parquet.output.committer.class=x",
        "set spark.master=local",
        "SET `spark.sql.extensions` = x",
        "add jar '/tmp/a.jar'",
        "ADD JARS '/tmp/a.jar' '/tmp/b.jar'",
        "/* hidden */ add file /tmp/a",
        "add archive /tmp/a.zip",
        "create function f as 'a.B' using jar '/tmp/a.jar'",
        "create or replace temporary function f as 'a.B' using file '/tmp/a'",
        "execute immediate 'add jar x'",
        "begin add jar '/tmp/a.jar'; end",
        "begin if 1 = 1 then add file '/tmp/a'; end if; end",
        "begin declare exit handler for sqlexception begin add jar 'x'; end; select 1; end",
      })
  void theseAreRefused(String statement) {
    assertThatThrownBy(() -> check("select 1;\n" + statement))
        .isInstanceOfSatisfying(
            JobFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("SQL_STATEMENT_REFUSED");
              assertThat(failure.sentence()).contains("statement 2, line 2");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set spark.sql.shuffle.partitions=4",
        "set time zone 'UTC'",
        "set",
        "set spark.master",
        "reset spark.sql.shuffle.partitions",
        "create temporary function f(x int) returns int return x + 1",
        "create temp view v as select 1",
        "cache table c as select 1",
        "declare variable x int default 1",
        "set var x = 2",
        "insert into t select 1",
      })
  void theseMayRunAndAreNoQuery(String statement) {
    assertThat(check(statement).endsWithQuery()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select * from t where x > :p limit :p",
        "with a as (select 1) select * from a",
        "values (1), (2)",
        "table t",
        "(select 1) union all (select 2) order by 1",
        "from t |> where x > 1 |> select x",
        "from t select x",
        "select transform(x, y -> y + 1) from t",
      })
  void theseAreQueries(String statement) {
    assertThat(check(statement).endsWithQuery()).isTrue();
  }

  @Test
  void aQueryThatWritesIsNoQuery() {
    assertThat(check("with a as (select 1) insert into t select * from a").endsWithQuery())
        .isFalse();
    assertThat(check("from t insert into a select x insert into b select y").endsWithQuery())
        .isFalse();
    assertThat(check("show tables").endsWithQuery()).isFalse();
    assertThat(check("explain select 1").endsWithQuery()).isFalse();
  }
}
