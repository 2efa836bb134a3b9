package io.stoker.acceptance.bench;

import io.stoker.crash.CrashPoint;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Server and node die at each of their crash points; stand-ins do Spark's part. */
@ExtendWith(SharedBench.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashSweepIT {
  /** Those that every build sweeps: the narrowest windows of the most common way. */
  private static final Set<CrashPoint> SHORT =
      Set.of(
          CrashPoint.SERVER_SUBMIT_DONE,
          CrashPoint.SERVER_RESULT_DONE,
          CrashPoint.NODE_CHILD_STARTED,
          CrashPoint.NODE_END_NOTED);

  private final Scenario scenario;

  CrashSweepIT(Bench bench) {
    scenario = new Scenario(bench, new Ledger(bench.apis(), StandIns.job()));
  }

  static Stream<CrashPoint> everyBuild() {
    return points().filter(SHORT::contains);
  }

  static Stream<CrashPoint> theOthers() {
    return points().filter(point -> !SHORT.contains(point));
  }

  private static Stream<CrashPoint> points() {
    return Arrays.stream(CrashPoint.values())
        .filter(point -> point.site() != CrashPoint.Site.DRIVER);
  }

  @ParameterizedTest
  @MethodSource("everyBuild")
  void keepsItsPromises(CrashPoint point) {
    scenario.sweep(point);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("theOthers")
  void keepsItsPromisesEverywhere(CrashPoint point) {
    scenario.sweep(point);
  }
}
