package io.stoker.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The checker of schedules sees each kind of damage, planted where the database's guards are out.
 */
class FireCheckerTest {
  private static final UUID SCHEDULE = UUID.fromString("00000000-0000-0000-0000-000000000001");

  /** Twenty seconds, of which the eighth and the eleventh to fifteenth were skipped. */
  private static final String KEPT =
      """
      insert into job (id, name, revision) values (:schedule, 'ticking', 1);
      insert into job_revision (job_id, number, spec, created_by) values (:schedule, 1, '{}', 'ada');
      insert into schedule (id, job_id, cron, zone, parameters, catch_up, catch_up_max, overlap,
                            decided_until, created_by, created_at)
      values (:schedule, :schedule, '* * * * * ?', 'UTC', '{}', 'LAST', 1, 'ALLOW',
              '2026-05-01 00:00:20.5Z', 'ada', '2026-05-01 00:00:00.3Z');
      insert into run (job_id, job_name, revision, state, parameters, spark_conf, max_attempts,
                       created_by, schedule_id, nominal_at)
      select :schedule, 'ticking', 1, 'SUCCEEDED', '{}', '{}', 1, 'ada', :schedule,
             timestamptz '2026-05-01 00:00:00Z' + second * interval '1 s'
      from generate_series(1, 20) second where second <> 8 and second not between 11 and 15;
      insert into fire (schedule_id, nominal_at, last_at, times, run_id)
      select schedule_id, nominal_at, nominal_at, 1, id from run;
      insert into fire (schedule_id, nominal_at, last_at, times, reason_code, reason_message)
      values (:schedule, '2026-05-01 00:00:08Z', '2026-05-01 00:00:08Z', 1, 'OVERLAP', 'x'),
             (:schedule, '2026-05-01 00:00:11Z', '2026-05-01 00:00:15Z', 5, 'PAUSED', 'x');
      """;

  private static final String NO_GUARDS =
      """
      drop index run_by_schedule;
      alter table fire drop constraint fire_pkey, drop constraint fire_run_id_key,
                       drop constraint fire_check, drop constraint fire_check1;
      """;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void keepThePromise() throws SQLException {
    change(KEPT.replace(":schedule", "'" + SCHEDULE + "'"));
    assertThat(broken()).isEmpty();
    change(NO_GUARDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I2: 2026-05-01T00:00:08Z was missed     | delete from fire where reason_code = 'OVERLAP'
          I2: 2026-05-01T00:00:03Z was missed     | delete from fire where nominal_at = '2026-05-01 00:00:03Z'
          I1: nothing tells of run                | delete from fire where nominal_at = '2026-05-01 00:00:03Z'
          I2: 2026-05-01T00:00:21Z was missed     | update schedule set decided_until = '2026-05-01 00:00:21Z'
          I2: 2026-05-01T00:00:20Z is extra       | update schedule set decided_until = '2026-05-01 00:00:19Z'
          I2: 2026-05-01T00:00:01Z is extra       | update schedule set created_at = '2026-05-01 00:00:01Z'
          I2: 2026-05-01T00:00:04.250Z is extra   | update fire set nominal_at = nominal_at + interval '250 ms', last_at = last_at + interval '250 ms' where nominal_at = '2026-05-01 00:00:04Z'
          I2: 2026-05-01T00:00:16Z is told 2      | update fire set last_at = '2026-05-01 00:00:16Z', times = 6 where times = 5
          I2: 2026-05-01T00:00:08Z is told 2      | insert into fire select * from fire where reason_code = 'OVERLAP'
          I2: 4 times are told from               | update fire set times = 4 where times = 5
          I2: 2026-05-01T00:00:08Z was skipped    | update fire set reason_code = null where reason_code = 'OVERLAP'
          I1: 2026-05-01T00:00:05Z has two runs   | insert into run (job_id, job_name, revision, state, parameters, spark_conf, max_attempts, created_by, schedule_id, nominal_at) select job_id, job_name, revision, state, parameters, spark_conf, max_attempts, created_by, schedule_id, nominal_at from run where nominal_at = '2026-05-01 00:00:05Z'
          I1: 2026-05-01T00:00:08Z is told to be  | insert into run (job_id, job_name, revision, state, parameters, spark_conf, max_attempts, created_by, schedule_id, nominal_at) select job_id, job_name, revision, state, parameters, spark_conf, max_attempts, created_by, schedule_id, '2026-05-01 00:00:08Z' from run limit 1
          I1: 2026-05-01T00:00:06Z is told to have | update run set nominal_at = '2026-05-01 00:00:22Z' where nominal_at = '2026-05-01 00:00:06Z'
          """)
  void seesWhatIsMissedAndWhatIsExtra(String sentence, String damage) throws SQLException {
    change(damage);
    assertThat(broken()).anyMatch(seen -> seen.startsWith(sentence));
  }

  private List<String> broken() {
    return FireChecker.broken(database.url(), database.username(), database.password(), SCHEDULE);
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
