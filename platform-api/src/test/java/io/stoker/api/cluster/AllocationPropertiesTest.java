package io.stoker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.allocation.AllocationSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AllocationPropertiesTest {

  @Test
  void defaultsAreThoseOfTheDomain() {
    assertThat(bind(Map.of())).isEqualTo(AllocationSettings.DEFAULTS);
  }

  @Test
  void everyKnobHasItsName() {
    Map<String, String> values =
        Map.of(
            "stoker.allocation.misfit-ticks", "1",
            "stoker.allocation.ageing-ticks", "2",
            "stoker.allocation.idle-ticks", "3",
            "stoker.allocation.hand-back-ticks", "4",
            "stoker.allocation.barrier-ticks", "5");
    assertThat(bind(values)).isEqualTo(new AllocationSettings(1, 2, 3, 4, 5));
  }

  private static AllocationSettings bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("stoker.allocation", AllocationProperties.class)
        .settings();
  }
}
