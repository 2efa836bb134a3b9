package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.job.JobSpec;
import io.stoker.job.ParameterType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final Map<String, JobSpec.Parameter> DECLARED =
      Map.of(
          "minDelay", new JobSpec.Parameter(ParameterType.INTEGER, "15", null),
          "origin", new JobSpec.Parameter(ParameterType.STRING, null, null),
          "a/b", new JobSpec.Parameter(ParameterType.BOOLEAN, "true", null));

  @Test
  void whatIsNotGivenTakesItsDefault() {
    assertThat(Arguments.bind(DECLARED, Map.of("origin", "SFO", "minDelay", 60)))
        .isEqualTo(
            Map.of(
                "minDelay", new Argument(ParameterType.INTEGER, "60"),
                "origin", new Argument(ParameterType.STRING, "SFO"),
                "a/b", new Argument(ParameterType.BOOLEAN, "true")));
  }

  @Test
  void everyWrongUnknownAndMissingOneIsNamed() {
    StokerException refused =
        catchThrowableOfType(
            StokerException.class,
            () ->
                Arguments.bind(
                    DECLARED, Map.of("minDelay", "sixty", "mindelay", 60, "a/b", "yes")));

    assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    assertThat(refused.violations())
        .extracting(Violation::pointer, Violation::code)
        .containsExactlyInAnyOrder(
            tuple("/parameters/minDelay", "WRONG_TYPE"),
            tuple("/parameters/mindelay", "UNKNOWN_PARAMETER"),
            tuple("/parameters/a~1b", "WRONG_TYPE"),
            tuple("/parameters/origin", "MISSING_PARAMETER"));
  }
}
