package io.stoker.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five minutes of crons of one second on two servers, of which one is killed and started again,
 * then the other. {@link FireChecker} looks from outside.
 */
@Tag("long")
class TwoServersIT {
  /** So many runs may wait that each second is a run, and none a skip for want of room. */
  private static final String ROOM = "--stoker.schedules.waiting-per-job=1000";

  @Test
  void everySecondIsARunOrASkipOnce() throws SQLException {
    try (Bench bench = Bench.withTwoServers("two-servers", ROOM)) {
      Api first = bench.apis().get(0);
      Service second = bench.servers().get(1);
      Schedule brief = schedule(first, Map.of(), "succeed", "SKIP");
      Map<String, ?> oneByOne = Map.of("policy", "QUEUE", "max", 1);
      Schedule waiting = schedule(first, Map.of("concurrency", oneByOne), "hang", "ALLOW");

      awaitSeconds(bench, brief, 60);
      bench.server().kill();
      // the other one alone
      awaitSeconds(bench, brief, 90);
      bench.startServer();
      awaitSeconds(bench, brief, 150);
      second.kill();
      awaitSeconds(bench, brief, 180);
      second.start();
      awaitSeconds(bench, brief, 240);
      // both, so that there is something to make up for
      bench.servers().forEach(Service::kill);
      second.start();
      bench.startServer();
      awaitSeconds(bench, brief, 300);
      for (Schedule schedule : List.of(brief, waiting)) {
        first.post(schedule.path() + ":pause", "").expect(200);
        assertThat(broken(bench, schedule)).isEmpty();
      }

      assertThat(runs(bench, waiting)).as("each second is a run").isGreaterThanOrEqualTo(299);
      assertThat(runs(bench, brief)).as("it was skipped while one ran").isBetween(5L, 290L);
      System.out.printf("[two servers] %d and %d runs%n", runs(bench, brief), runs(bench, waiting));
    }
  }

  private record Schedule(String job, UUID id) {
    String path() {
      return "/api/v1/jobs/" + job + "/schedules/" + id;
    }
  }

  private static Schedule schedule(
      Api api, Map<String, ?> definition, String script, String overlap) {
    String job = "bench-" + UUID.randomUUID();
    Map<String, Object> named = new HashMap<>(StandIns.job());
    named.putAll(definition);
    named.put("name", job);
    api.post("/api/v1/jobs", named).expect(201);
    Map<String, ?> schedule =
        Map.of(
            "cron",
            "* * * * * ?",
            "overlap",
            overlap,
            "catchUp",
            Map.of("policy", "ALL", "max", 100),
            "parameters",
            Map.of("script", script));
    String id =
        api.post("/api/v1/jobs/" + job + "/schedules", schedule)
            .expect(201)
            .json()
            .required("id")
            .asString();
    return new Schedule(job, UUID.fromString(id));
  }

  /** Until so many of its seconds are decided over; somebody must be there who does that. */
  private static void awaitSeconds(Bench bench, Schedule schedule, int seconds) {
    Awaitility.await(seconds + " seconds")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                number(
                        bench,
                        "select extract(epoch from decided_until - created_at)::bigint"
                            + " from schedule where id = '%s'".formatted(schedule.id()))
                    >= seconds);
  }

  private static long runs(Bench bench, Schedule schedule) throws SQLException {
    return number(
        bench, "select count(*) from run where schedule_id = '%s'".formatted(schedule.id()));
  }

  private static List<String> broken(Bench bench, Schedule schedule) {
    return FireChecker.broken(
        bench.postgres().url(),
        bench.postgres().username(),
        bench.postgres().password(),
        schedule.id());
  }

  private static long number(Bench bench, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                bench.postgres().url(), bench.postgres().username(), bench.postgres().password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
