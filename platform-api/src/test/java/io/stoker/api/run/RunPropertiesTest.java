package io.stoker.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.run.RunSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RunPropertiesTest {

  @Test
  void defaultsAreThoseOfTheDomain() {
    assertThat(bind(Map.of())).isEqualTo(RunSettings.DEFAULTS);
  }

  @Test
  void everyKnobHasItsName() {
    assertThat(
            bind(
                Map.of(
                    "stoker.run.lease-ticks", "1",
                    "stoker.run.ending-ticks", "2",
                    "stoker.run.sweep-every", "3s")))
        .isEqualTo(new RunSettings(1, 2, Duration.ofSeconds(3)));
  }

  private static RunSettings bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("stoker.run", RunProperties.class)
        .settings();
  }
}
