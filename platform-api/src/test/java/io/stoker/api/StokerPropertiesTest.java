package io.stoker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
                home,
                null,
                new StokerProperties.Database("", "stoker", "", null, Duration.ofMinutes(2)),
                null,
                false,
                false));
    assertThat(properties.database().embedded()).isTrue();
    assertThat(properties.storageRoot()).isEqualTo(URI.create("file://" + home + "/storage/"));
    assertThat(properties.runDirectory()).isEqualTo(home.resolve("run"));
  }

  @Test
  void everySettingHasAName() {
    StokerProperties properties =
        bind(
            Map.ofEntries(
                Map.entry("stoker.home", "/srv/stoker"),
                Map.entry("stoker.storage", "hdfs://nn/stoker"),
                Map.entry("stoker.database.url", "jdbc:postgresql://db/stoker"),
                Map.entry("stoker.database.username", "ann"),
                Map.entry("stoker.database.password", "secret"),
                Map.entry("stoker.database.password-file", "/run/password"),
                Map.entry("stoker.database.connect-within", "5s"),
                Map.entry("stoker.join-token-file", "/run/join.token"),
                Map.entry("stoker.allow-insecure-bind", "true"),
                Map.entry("stoker.reset-admin-key", "true")));

    assertThat(properties)
        .isEqualTo(
            new StokerProperties(
                Path.of("/srv/stoker"),
                URI.create("hdfs://nn/stoker"),
                new StokerProperties.Database(
                    "jdbc:postgresql://db/stoker",
                    "ann",
                    "secret",
                    Path.of("/run/password"),
                    Duration.ofSeconds(5)),
                Path.of("/run/join.token"),
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
