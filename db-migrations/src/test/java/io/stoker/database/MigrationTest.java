package io.stoker.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class MigrationTest {
  @Test
  void aFreshDatabaseIsMigratedAndSharesNothingWithOthers() throws SQLException {
    try (Connection first = TestDatabase.fresh().getConnection();
        Connection second = TestDatabase.fresh().getConnection();
        Statement one = first.createStatement();
        Statement two = second.createStatement()) {
      one.execute("insert into job (name, revision) values ('a', 1)");
      assertThat(count(one)).isEqualTo(1);
      assertThat(count(two)).isZero();
    }
  }

  @Test
  void aRevisionCannotBeChangedOrDeleted() throws SQLException {
    try (Connection connection = TestDatabase.fresh().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          with j as (insert into job (name, revision) values ('a', 1) returning id)
          insert into job_revision (job_id, number, spec, created_by)
          select id, 1, '{}', 'someone' from j
          """);
      assertThatThrownBy(() -> statement.execute("update job_revision set spec = '[]'"))
          .hasMessageContaining("job_revision is immutable");
      assertThatThrownBy(() -> statement.execute("delete from job_revision"))
          .hasMessageContaining("job_revision is immutable");
    }
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select count(*) from job")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
