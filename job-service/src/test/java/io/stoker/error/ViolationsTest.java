package io.stoker.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ViolationsTest {
  private final Violations violations = new Violations();

  @Test
  void nothingFoundThrowsNothing() {
    assertThatCode(violations::throwIfAny).doesNotThrowAnyException();
  }

  @Test
  void theFirstFindingAtAPlaceAndInsideItStand() {
    violations.add("/a/b", "FIRST", "is wrong");
    violations.add("/a/b", "SECOND", "is wrong");
    violations.add("/a", "REQUIRED", "is required");
    violations.add("/ab", "OTHER", "is wrong");

    assertThat(violations.list()).extracting(Violation::code).containsExactly("FIRST", "OTHER");
  }

  @Test
  void oneFindingIsTheDetail() {
    violations.add("/executor/memory", "TOO_SMALL", "must be at least 450m");

    assertThat(refusal()).hasMessage("/executor/memory must be at least 450m.");
    assertThat(refusal().code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
  }

  @Test
  void unbuiltFeaturesAloneAreNotCalledInvalid() {
    violations.addNotBuiltYet("/timeout", "is not built yet");
    assertThat(refusal().code()).isEqualTo(ErrorCode.NOT_SUPPORTED_YET);

    violations.add("/name", "REQUIRED", "is required");
    assertThat(refusal().code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
  }

  @Test
  void pointersAreEscaped() {
    assertThat(Violation.pointer("/labels", "a/b~c")).isEqualTo("/labels/a~1b~0c");
  }

  private StokerException refusal() {
    return catchThrowableOfType(StokerException.class, violations::throwIfAny);
  }
}
