package io.stoker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueDraftTest {

  @Test
  void whatIsLeftOutHasNoBound() {
    assertThat(draft("etl", null).checked(List.of()))
        .isEqualTo(new QueueSpec("etl", 0, null, null, 0, null, null));
  }

  @Test
  void sharesAndCoresAreKeptInThousandths() {
    QueueDraft draft =
        new QueueDraft(
            "etl", new BigDecimal("33.333"), new BigDecimal("0.5"), "64g", -7, 0, 1_000_000, true);
    assertThat(draft.checked(List.of()))
        .isEqualTo(new QueueSpec("etl", 33_333, 500L, 64L << 30, -7, 0, 1_000_000, true));
    assertThat(draft("all", new BigDecimal("1e2")).checked(List.of()).shareMilli())
        .isEqualTo(100_000);
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    QueueDraft draft =
        new QueueDraft(
            "No Good",
            new BigDecimal("100.001"),
            BigDecimal.ZERO,
            "lots",
            1001,
            -1,
            1_000_001,
            null);
    assertThatThrownBy(() -> draft.checked(List.of(new Violation("/x", "UNKNOWN", "is unknown"))))
        .isInstanceOfSatisfying(
            StokerException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting(Violation::pointer)
                    .containsExactly(
                        "/x",
                        "/name",
                        "/guaranteedShare",
                        "/maxCores",
                        "/maxMemory",
                        "/priority",
                        "/maxRunning",
                        "/maxWaiting"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0.0001", "1e-1000000000", "1e1000000"})
  void aShareIsADecimalOfThreePlaces(String share) {
    assertThatThrownBy(() -> draft("etl", new BigDecimal(share)).checked(List.of()))
        .isInstanceOf(StokerException.class)
        .hasMessageStartingWith("/guaranteedShare m");
  }

  private static QueueDraft draft(String name, @Nullable BigDecimal share) {
    return new QueueDraft(name, share, null, null, null, null, null, null);
  }
}
