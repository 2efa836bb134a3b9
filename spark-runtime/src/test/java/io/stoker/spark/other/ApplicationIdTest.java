package io.stoker.spark.other;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ApplicationIdTest {
  private static final String BEFORE = "{\"Event\":\"SparkListenerLogStart\",\"x\":\"ü\"}\n";
  private static final String START =
      "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"\\\"App ID\\\":\\\"a\\\"\",\"App"
          + " ID\":\"%s\",\"User\":\"u\"}\n";
  private static final String AFTER = "{\"Event\":\"Other\",\"App ID\":\"local-7\"}\n{\"cut";

  @Test
  void onlyTheEventThatTellsTheIdIsChanged() throws IOException {
    assertThat(replaced(BEFORE + START.formatted("local-7") + AFTER))
        .isEqualTo(BEFORE + START.formatted("run-9") + AFTER);
  }

  @Test
  void aLogWithoutThatEventStaysAsItIs() throws IOException {
    assertThat(replaced(BEFORE + AFTER)).isEqualTo(BEFORE + AFTER);
    assertThat(replaced("")).isEmpty();
  }

  private static String replaced(String events) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ApplicationId.replace(
        new ByteArrayInputStream(events.getBytes(StandardCharsets.UTF_8)), out, "run-9");
    return out.toString(StandardCharsets.UTF_8);
  }
}
