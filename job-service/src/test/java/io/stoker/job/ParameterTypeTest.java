package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stoker.job.ParameterValue.Accepted;
import io.stoker.job.ParameterValue.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterTypeTest {

  static Stream<Arguments> fitting() {
    return Stream.of(
        arguments(ParameterType.STRING, "", ""),
        arguments(ParameterType.STRING, "it's", "it's"),
        arguments(ParameterType.INTEGER, 15, "15"),
        arguments(ParameterType.INTEGER, Long.MIN_VALUE, "-9223372036854775808"),
        arguments(ParameterType.INTEGER, BigInteger.TEN, "10"),
        arguments(ParameterType.DOUBLE, 1, "1.0"),
        arguments(ParameterType.DOUBLE, new BigDecimal("0.1"), "0.1"),
        arguments(ParameterType.DECIMAL, new BigDecimal("1.10"), "1.10"),
        arguments(ParameterType.DECIMAL, "12345678901234567890.12", "12345678901234567890.12"),
        arguments(ParameterType.DECIMAL, new BigDecimal("1e3"), "1000"),
        arguments(ParameterType.BOOLEAN, true, "true"),
        arguments(ParameterType.DATE, "2001-06-30", "2001-06-30"),
        arguments(ParameterType.TIMESTAMP, "2001-06-30T14:00:00+02:00", "2001-06-30T12:00:00Z"),
        arguments(
            ParameterType.TIMESTAMP,
            "2001-06-30T12:00:00.123456789Z",
            "2001-06-30T12:00:00.123456Z"));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void aFittingValueHasOneCanonicalText(ParameterType type, Object value, String text) {
    assertThat(type.canonical(value)).isEqualTo(new Accepted(text));
    assertThat(type.canonical(type.jsonValue(text))).isEqualTo(new Accepted(text));
  }

  static Stream<Arguments> notFitting() {
    return Stream.of(
        arguments(ParameterType.STRING, 1),
        arguments(ParameterType.INTEGER, "15"),
        arguments(ParameterType.INTEGER, new BigDecimal("1.0")),
        arguments(ParameterType.INTEGER, BigInteger.ONE.shiftLeft(63)),
        arguments(ParameterType.INTEGER, true),
        arguments(ParameterType.DOUBLE, "1.5"),
        arguments(ParameterType.DOUBLE, new BigDecimal("1e400")),
        arguments(ParameterType.DECIMAL, "a lot"),
        arguments(ParameterType.DECIMAL, new BigDecimal("1e1000000000")),
        arguments(ParameterType.DECIMAL, new BigDecimal("1e-1000000000")),
        arguments(ParameterType.BOOLEAN, "true"),
        arguments(ParameterType.DATE, "2001-02-29"),
        arguments(ParameterType.DATE, "30.06.2001"),
        arguments(ParameterType.TIMESTAMP, "2001-06-30T12:00:00"),
        arguments(ParameterType.TIMESTAMP, "+12001-06-30T12:00:00Z"),
        arguments(ParameterType.STRING, List.of("a")),
        arguments(ParameterType.INTEGER, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("notFitting")
  void aValueOfAnotherTypeIsRefusedWithWhatWouldBeRight(ParameterType type, Object value) {
    assertThat(type.canonical(value))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.message()).isNotBlank());
  }

  @ParameterizedTest
  @EnumSource
  void nullIsNoValue(ParameterType type) {
    assertThat(type.canonical(null)).isInstanceOf(Refused.class);
  }

  @Test
  void theApiKnowsTypesByLowerCaseWords() {
    assertThat(ParameterType.ofWord("timestamp")).contains(ParameterType.TIMESTAMP);
    assertThat(ParameterType.ofWord("TIMESTAMP")).isEmpty();
    assertThat(ParameterType.ofWord(null)).isEmpty();
  }
}
