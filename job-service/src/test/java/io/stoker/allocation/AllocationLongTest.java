package io.stoker.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link AllocationPropertyTest} for so long that everything has happened often. */
@Tag("long")
class AllocationLongTest {
  private static final int LONG = 3000;
  private static final int STEPS = Integer.getInteger("stoker.test.steps", LONG);
  private static final List<Long> FIXED = List.of(1L, 2L, 3L);

  /** Fixed ones, and one that nobody has tried. */
  static Stream<Long> seeds() {
    return Stream.concat(FIXED.stream(), Stream.of(System.nanoTime()));
  }

  /** Goes red, too, when a history has become so tame that one of these no longer comes about. */
  @ParameterizedTest
  @MethodSource("seeds")
  void capacityIsNeverExceededNeverLeaksAndNobodyStarves(long seed) {
    RandomTrial.Told told = RandomTrial.run(seed, STEPS);
    System.out.printf("[allocation, seed %d] %s%n", seed, told);
    if (FIXED.contains(seed) && STEPS >= LONG) {
      assertThat(told.outcomes())
          .as("seed %d", seed)
          .satisfies(
              it -> {
                assertThat(it.runs()).isGreaterThan(100);
                assertThat(it.aged()).isPositive();
                assertThat(it.agedRuns()).isPositive();
                assertThat(it.handedBack()).isPositive();
                assertThat(it.lost()).isPositive();
                assertThat(it.unregistered()).isPositive();
                assertThat(it.drained()).isPositive();
              });
    }
  }
}
