package io.stoker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cluster.ClusterSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClusterPropertiesTest {

  @Test
  void defaultsAreThoseOfTheDomain() {
    assertThat(bind(Map.of())).isEqualTo(ClusterSettings.DEFAULTS);
  }

  @Test
  void everyKnobHasItsName() {
    assertThat(
            bind(
                Map.of(
                    "stoker.cluster.unreachable-after-ticks", "1",
                    "stoker.cluster.lost-after-ticks", "2",
                    "stoker.cluster.start-ticks", "3",
                    "stoker.cluster.finish-ticks", "4",
                    "stoker.cluster.stop-grace", "5s")))
        .isEqualTo(new ClusterSettings(1, 2, 3, 4, Duration.ofSeconds(5)));
  }

  private static ClusterSettings bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("stoker.cluster", ClusterProperties.class)
        .settings();
  }
}
