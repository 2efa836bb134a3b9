package io.stoker.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.crash.CrashPoint;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real Spark drivers die at each of their crash points, with real executors. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriverCrashIT {
  private Bench bench;

  static Stream<CrashPoint> points() {
    return Arrays.stream(CrashPoint.values())
        .filter(point -> point.site() == CrashPoint.Site.DRIVER);
  }

  @BeforeAll
  void start() {
    bench = Bench.withSpark("drivers");
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  @ParameterizedTest
  @MethodSource("points")
  void keepsItsPromises(CrashPoint point) {
    boolean fails = point == CrashPoint.DRIVER_FAILURE_TOLD;
    String sql = fails ? "select raise_error('as wanted')" : "select id from range(100)";
    new Scenario(bench, new Ledger(bench.apis(), StandIns.query(sql))).sweep(point);

    Facts.Run run = bench.facts().runs().get(bench.facts().runs().size() - 1);
    boolean told = fails || point == CrashPoint.DRIVER_COMMITTED;
    assertThat(run.state()).isEqualTo(fails ? "FAILED" : "SUCCEEDED");
    assertThat(run.attempts()).as("attempts").isEqualTo(told ? 1 : 2);
  }
}
