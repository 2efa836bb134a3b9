package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentTextTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "run.output", "file:///out/", "param.day", "2001-06-30", "param.odd", "a$1\\${run.id}");

  @ParameterizedTest
  @CsvSource({
    "plain,                          plain",
    "'',                             ''",
    "${run.output},                  file:///out/",
    "--out=${run.output}x/${param.day}, --out=file:///out/x/2001-06-30",
    "$${run.output},                 ${run.output}",
    "$$${run.output},                $${run.output}",
    "costs 5$ {really},              costs 5$ {really}",
    "${param.odd},                   a$1\\${run.id}"
  })
  void referencesBecomeValues(String text, String resolved) {
    assertThat(new ArgumentText(text).resolved(VALUES)).isEqualTo(resolved);
  }

  @Test
  void itKnowsWhatItRefersTo() {
    ArgumentText text = new ArgumentText("${a}${b.c} $${d} ${a}");

    assertThat(text.references()).containsExactly("a", "b.c");
    assertThat(text.isClosed()).isTrue();
    assertThat(new ArgumentText("${a} ${b").isClosed()).isFalse();
    assertThatThrownBy(() -> text.resolved(VALUES)).hasMessageContaining("Nothing is known of a");
  }
}
