package io.stoker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StokerPropertiesTest {

  @Test
  void withoutSettingsTheServerKeepsEverythingBelowVar() {
    StokerProperties properties = bind(Map.of());

    Path home = Path.of("var").toAbsolutePath();
    assertThat(properties)
        .isEqualTo(
            new StokerProperties(
                home, null, new StokerProperties.Database("", "stoker", ""), false, false));
    assertThat(properties.database().embedded()).isTrue();
    assertThat(properties.storageRoot()).isEqualTo(URI.create("file://" + home + "/storage/"));
    assertThat(properties.runDirectory()).isEqualTo(home.resolve("run"));
  }

  @Test
  void everySettingHasAName() {
    StokerProperties properties =
        bind(
            Map.of(
                "stoker.home", "/srv/stoker",
                "stoker.storage", "hdfs://nn/stoker",
                "stoker.database.url", "jdbc:postgresql://db/stoker",
                "stoker.database.username", "ann",
                "stoker.database.password", "secret",
                "stoker.allow-insecure-bind", "true",
                "stoker.reset-admin-key", "true"));

    assertThat(properties)
        .isEqualTo(
            new StokerProperties(
                Path.of("/srv/stoker"),
                URI.create("hdfs://nn/stoker"),
                new StokerProperties.Database("jdbc:postgresql://db/stoker", "ann", "secret"),
                true,
                true));
    assertThat(properties.database().embedded()).isFalse();
    assertThat(properties.storageRoot()).isEqualTo(URI.create("hdfs://nn/stoker/"));
    assertThat(properties.toString()).doesNotContain("secret");
  }

  private static StokerProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("stoker", StokerProperties.class);
  }
}
