package io.stoker.spark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.contract.Servers;
import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.DriverStarted;
import io.stoker.spark.FakePlatform;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlatformClientTest {
  private static final DriverStarted STARTED =
      new DriverStarted(1, "spark://CoarseGrainedScheduler@h:1", null, "4.2.0", "17");

  private final FakePlatform platform = new FakePlatform(5);
  private final List<Integer> selfStops = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    platform.close();
  }

  private PlatformClient client(long fence, Duration longestSilence) {
    return client(Servers.of(platform.url().toString()), fence, longestSilence);
  }

  private PlatformClient client(Servers servers, long fence, Duration longestSilence) {
    return new PlatformClient(
        servers, FakePlatform.TOKEN, fence, longestSilence, (code, why) -> selfStops.add(code));
  }

  private PlatformClient client() {
    return client(5, Duration.ofMinutes(1));
  }

  @Test
  void repeatsUntilThePlatformAnswers() {
    platform.failNext(3);
    client().started(STARTED);
    assertThat(platform.started).isEqualTo(STARTED);
    assertThat(selfStops).isEmpty();
  }

  @Test
  void theNextServerIsAskedWhenOneDoesNotAnswer() {
    PlatformClient client;
    try (FakePlatform first = new FakePlatform(5)) {
      client = client(Servers.of(first.url() + "," + platform.url()), 5, Duration.ofMinutes(1));
      client.committing();
      assertThat(first.calls).containsExactly("committing");
    }
    client.started(STARTED);
    client.committing();
    assertThat(platform.calls).containsExactly("started", "committing");
  }

  @Test
  void callsWithNewerStateTryOnce() {
    platform.failNext(1);
    assertThatThrownBy(() -> client().executors(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503");
  }

  @Test
  void aFencedAttemptStopsItsDriverOnce() {
    platform.fence();
    PlatformClient client = client();
    assertThatThrownBy(() -> client.started(STARTED)).isInstanceOf(FencedException.class);
    assertThatThrownBy(client::committing).isInstanceOf(FencedException.class);
    assertThat(selfStops).containsExactly(SelfStop.FENCED);
  }

  @Test
  void afterItsLastWordAnEndedAttemptIsNoReasonToStop() {
    PlatformClient client = client();
    client.failure(new DriverFailure("DRIVER_ERROR", "It broke.", null, true));
    platform.fence();
    assertThatThrownBy(() -> client.executors(0)).isInstanceOf(FencedException.class);
    client.stopDriver(SelfStop.TOLD_TO_STOP, "late order");
    assertThat(selfStops).isEmpty();
  }

  @Test
  void aLongSilenceStopsTheDriver() {
    PlatformClient client = client(5, Duration.ofMillis(300));
    platform.close();
    assertThatThrownBy(() -> client.started(STARTED)).isInstanceOf(FencedException.class);
    assertThat(selfStops).containsExactly(SelfStop.PLATFORM_SILENT);
  }

  @Test
  void whatThePlatformRefusesIsNotRepeated() {
    assertThatThrownBy(() -> client(6, Duration.ofMinutes(1)).started(STARTED))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("404 NOT_FOUND")
        .hasMessageContaining("The fake says");
    assertThat(selfStops).isEmpty();
  }
}
